/* nearest.c - see the header. */
#include "base/nearest.h"

#include <stdbool.h>
#include <string.h>

enum { LENGTH_MAX = 40, BEGIN_LEAST = 3 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The number of slips between two words: Levenshtein's distance, where swapped neighbours are one slip. */
static size_t slips(const char *a, const char *b)
{
    size_t rows[LENGTH_MAX + 1][LENGTH_MAX + 1];
    size_t a_length = strlen(a), b_length = strlen(b);

    for (size_t i = 0; i <= a_length; i++) {
        for (size_t j = 0; j <= b_length; j++) {
            if (i == 0 || j == 0) {
                rows[i][j] = i + j;
                continue;
            }
            rows[i][j] = least(least(rows[i - 1][j], rows[i][j - 1]) + 1,
                               rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                rows[i][j] = least(rows[i][j], rows[i - 2][j - 2] + 1);
        }
    }
    return rows[a_length][b_length];
}

void nearest_try(struct nearest *nearest, const char *name)
{
    size_t length = strlen(nearest->word);

    if (length > LENGTH_MAX || strlen(name) > LENGTH_MAX)
        return;
    bool begins = length >= BEGIN_LEAST && strncmp(nearest->word, name, length) == 0;
    size_t distance = begins ? 1 : slips(nearest->word, name);
    if (distance <= 1 + length / 4 && distance < length &&
        (nearest->name == NULL || distance < nearest->distance)) {
        nearest->name = name;
        nearest->distance = distance;
    }
}
