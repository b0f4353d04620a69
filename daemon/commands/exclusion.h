/*
 * exclusion.h - what is to be left out of the numbers, as the command line names it.
 *
 * Kinds are those of fact.exclude. A customer is given by the platform's id, which becomes the pseudonym
 * under which it is stored; kind pseudonym is a customer given by that.
 */
#ifndef MERITD_COMMANDS_EXCLUSION_H
#define MERITD_COMMANDS_EXCLUSION_H

#include "base/hash.h"
#include "base/text_array.h"
#include "commands/client.h"

#define PSEUDONYM_TEXT_SIZE 37

/* The kind and the reference as SQL has them; *reference may come to stand in `room`. */
void exclusion_resolve(struct client *client, const char **kind, const char **reference,
                       char room[PSEUDONYM_TEXT_SIZE]);

/* Two text[] of the same length. */
struct exclusions {
    struct text_array kind_array, reference_array;
    const char *kinds, *references;
};

/* Reads words KIND:REFERENCE. EXIT_STATUS_USAGE: one of them is none. Always to be cleared. */
MUST_CHECK int exclusions_read(struct client *client, const char *const *words, size_t count,
                               struct exclusions *exclusions);
void exclusions_clear(struct exclusions *exclusions);

#endif
