/*
 * position.h - how far a partition is read, and lists of that.
 *
 * What is known to be durable is compared with what the database says after a new connection: a partition
 * whose stored position is lower than one that was durable tells of a database that lost commits.
 */
#ifndef MERITD_MODEL_POSITION_H
#define MERITD_MODEL_POSITION_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/*
 * How far a partition is read: everything before next_offset was handed over. The last_* members name
 * the record at last_offset, by which a topic that was made anew is recognised.
 */
struct position {
    const char *topic; /* NUL-terminated; lent by the collector until it is freed */
    int32_t partition;
    int32_t epoch;           /* 0, then +1 each time the topic was found made anew */
    int64_t next_offset;     /* the offset to read next; -1 nothing stored yet */
    int64_t last_offset;     /* -1: no record read yet */
    int64_t last_timestamp;  /* ms; TIME_NONE when it had none */
    uint64_t last_key_hash;  /* hash_bytes of its key, 0 without one */
    int64_t caught_up_at_ms; /* last moment the partition's end had been reached; TIME_NONE never */
    int64_t end_offset;      /* the partition's end when last heard of; -1 unknown */
    int64_t gap_records;     /* offsets that retention ate unread, ever; 0 none */
};

/* Of a partition of which nothing is known: nothing is stored, nothing was read. */
struct position position_unknown(const char *topic, int32_t partition);

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
