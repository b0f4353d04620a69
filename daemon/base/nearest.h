/*
 * nearest.h - "did you mean …?": finds the name that is nearest to a mistyped word.
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
    const char *name; /* the nearest name so far; NULL: none is near enough */
    size_t distance;
};

/* A name is near if it begins with the word, or if a few slips turn it into the word: a letter left out,
 * added, changed, or two swapped. */
void nearest_try(struct nearest *nearest, const char *name);

#endif
