/*
 * generate.h - `meritd generate`: a seeded shop, written as events of the contract.
 *
 * Its parts:
 *
 *     generate_life ──► duplicates ──► bad ──► disorder ──► rate ──► file | kafka
 *     (the good events,  (stages: each a sink in front of a sink)      (outputs)
 *      in time order)
 *
 * The good events depend only on the seed and the shop's options. Each stage draws from its own random
 * generator. So one seed gives one shop, with or without disorder, duplicates and bad records, and a consumer
 * must compute the same numbers for it.
 */
#ifndef MERITD_GENERATE_GENERATE_H
#define MERITD_GENERATE_GENERATE_H

/* The events' source, unless --source names another. */
#define GENERATE_SOURCE "urn:meritd:generate"

/*
 * Runs the command; argv[0] is the command's name, the options follow. Blocks until the shop is
 * written, or until SIGINT or SIGTERM. Writes messages to standard error.
 * Returns an enum exit_status: FAILED when it could not write.
 */
int generate_main(int argc, char **argv);

#endif
