/*
 * nearest.h - what was meant: of some names the one that a mistyped word is nearest to.
 *
 *     struct nearest nearest = {.word = "scroe"};
 *     for each name: nearest_try(&nearest, name);
 *     if (nearest.name != NULL) printf("did you mean %s?", nearest.name);
 */
#ifndef MERITD_BASE_NEAREST_H
#define MERITD_BASE_NEAREST_H

#include <stddef.h>

struct nearest {
    const char *word;
    const char *name; /* the best so far; NULL: none is near enough */
    size_t distance;
};

/* Near is what begins with the word, or becomes it by few slips: letters left out, put in, changed, swapped. */
void nearest_try(struct nearest *nearest, const char *name);

#endif
