/*
 * exclusion.h - what to leave out of the numbers, as the command line names it.
 *
 * Kinds are those of fact.exclude. Kind customer takes the platform's id, which becomes the stored pseudonym;
 * kind pseudonym takes the pseudonym itself.
 */
#ifndef MERITD_COMMANDS_EXCLUSION_H
#define MERITD_COMMANDS_EXCLUSION_H

#include "base/hash.h"
#include "base/text_array.h"
#include "client/client.h"

/* Gives the kind and the reference as SQL has them; *reference may point into `room`. */
void exclusion_resolve(struct client *client, const char **kind, const char **reference,
                       char room[UUID_TEXT_SIZE]);

/* Two text[] of the same length. */
struct exclusions {
    struct text_array kind_array, reference_array;
    const char *kinds, *references;
};

/* Reads words KIND:REFERENCE. EXIT_STATUS_USAGE: a word has another form. Always clear the result. */
MUST_CHECK int exclusions_read(struct client *client, const char *const *words, size_t count,
                               struct exclusions *exclusions);
void exclusions_clear(struct exclusions *exclusions);

#endif
