/*
 * generate.h - `meritd generate`: a seeded shop, written as events of the contract.
 *
 * How it is put together:
 *
 *     generate_life ──► duplicates ──► bad ──► disorder ──► rate ──► file | kafka
 *     (the good events,  (stages: each a sink in front of a sink)      (outputs)
 *      in time order)
 *
 * The good events depend on the seed and the shop's options alone; whatever a stage does draws from
 * a generator of its own, so that the same seed with and without disorder, duplicates and bad
 * records is the same shop and must come to the same numbers.
 */
#ifndef MERITD_GENERATE_GENERATE_H
#define MERITD_GENERATE_GENERATE_H

/* The events' source, unless --source says another. */
#define GENERATE_SOURCE "urn:meritd:generate"

/*
 * Runs the command; argv[0] is the command's name, the options follow. Blocks until the shop is
 * written, or until SIGINT or SIGTERM. Writes messages to standard error.
 * Returns an enum exit_status: FAILED when it could not write.
 */
int generate_main(int argc, char **argv);

#endif
