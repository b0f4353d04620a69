/*
 * position.h - how far a partition has been read, and lists of positions.
 *
 * After a new connection, the positions known to be durable are compared with the stored ones. A stored
 * position lower than a durable one shows that the database lost commits.
 */
#ifndef MERITD_MODEL_POSITION_H
#define MERITD_MODEL_POSITION_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/*
 * How far a partition has been read: everything before next_offset was handed over. The last_* members
 * identify the record at last_offset: a topic that was created anew has another record there.
 */
struct position {
    const char *topic; /* NUL-terminated; lent by the collector until it is freed */
    int32_t partition;
    int32_t epoch;           /* 0, then +1 each time the topic turns out to be created anew */
    int64_t next_offset;     /* the offset to read next; -1: nothing stored yet */
    int64_t last_offset;     /* -1: no record read yet */
    int64_t last_timestamp;  /* ms; TIME_NONE when it had none */
    uint64_t last_key_hash;  /* hash_bytes of its key, 0 without one */
    int64_t caught_up_at_ms; /* when the partition's end was last reached; TIME_NONE: never */
    int64_t end_offset;      /* the partition's end when last reported; -1 unknown */
    int64_t gap_records;     /* offsets that retention deleted unread, in total */
    int64_t late_records;    /* events before next_offset that came long after they happened; */
    int64_t late_offset;     /* the last of them (-1: none), */
    int64_t late_at_ms;      /* and when it came (TIME_NONE: none) */
};

/* The position of an unknown partition: nothing is stored, nothing was read. */
struct position position_unknown(const char *topic, int32_t partition);

/* Topics are lent by the collector. Zero-initialise; positions_clear frees. */
struct positions {
    struct position *items;
    size_t count, room;
};

void positions_clear(struct positions *positions);
/* Replaces the position of each partition in the list. False: no memory. */
MUST_CHECK bool positions_put(struct positions *positions, const struct position *list,
                              size_t count);
/* Makes room for count items and sets their number; false: no memory. */
MUST_CHECK bool positions_reserve(struct positions *positions, size_t count);

/* Finds this partition's position in a list, or NULL. Looks at index `guess` first. */
const struct position *position_find(const struct position *list, size_t count,
                                     const struct position *partition, size_t guess);
/* Is a before b? Compares epoch, then next offset. */
bool position_is_before(const struct position *a, const struct position *b);
/* Does a differ from b in anything worth storing? */
bool position_says_more(const struct position *a, const struct position *b);

#endif
