/*
 * positions.h - a position for each partition.
 *
 * What is known to be durable is compared with what the database says after a new connection: a partition
 * whose stored position is lower than one that was durable tells of a database that lost commits.
 */
#ifndef MERITD_PIPELINE_POSITIONS_H
#define MERITD_PIPELINE_POSITIONS_H

#include "base/error.h"
#include "model/record.h"

#include <stddef.h>

/* Topics are lent by the collector. Zero-initialise; positions_clear frees. */
struct positions {
    struct position *items;
    size_t count, room;
};

void positions_clear(struct positions *positions);
/* Sets each partition's position to that of the list, whatever it was. False: no memory. */
MUST_CHECK bool positions_put(struct positions *positions, const struct position *list,
                              size_t count);
/* Room for count items, whose number is then set; false: no memory. */
MUST_CHECK bool positions_reserve(struct positions *positions, size_t count);

/* The position of this partition in a list, or NULL. It is looked for at `guess` first. */
const struct position *position_find(const struct position *list, size_t count,
                                     const struct position *partition, size_t guess);
/* Is a before b? Compares epoch, then next offset. */
bool position_is_before(const struct position *a, const struct position *b);
/* Does a say anything that b does not? */
bool position_says_more(const struct position *a, const struct position *b);

#endif
