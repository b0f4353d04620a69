/* reader.h - plays the pipeline's part with a collector, and keeps the records that came. */
#ifndef MERITD_TESTS_COLLECTORS_READER_H
#define MERITD_TESTS_COLLECTORS_READER_H

#include "collectors/collector.h"

enum { READER_RECORDS = 300000, READER_POSITIONS = 16, READER_VALUE = 24 };

struct seen {
    int32_t partition;
    int64_t offset;
    int64_t timestamp_ms;
    bool present; /* has a value */
    bool cut;
    size_t length;
    char value[READER_VALUE]; /* its begin, NUL-terminated */
    char topic[64];
};

struct reader {
    struct collector *collector;
    struct seen *seen; /* READER_RECORDS */
    size_t count;
    size_t batch; /* records asked for at once */
    size_t starts;
    size_t unwoken;                           /* waits that ended without a wake-up */
    int patience_ms;                          /* of a wait; like the daemon's loop, 1,000 ms */
    bool waits;                               /* ASSIGNED is left alone */
    struct position stored[READER_POSITIONS]; /* given to start() */
    char stored_topics[READER_POSITIONS][64]; /* topic names from reader_store */
    size_t stored_count;
};

void reader_init(struct reader *reader, struct collector *collector);
/* Frees the collector too. */
void reader_clear(struct reader *reader);
/* Polls once; answers ASSIGNED with the stored positions. Waits for a wake-up when nothing came. */
size_t reader_step(struct reader *reader);
/* Steps until this many records came in total; fails the test after 60 s. */
void reader_until_count(struct reader *reader, size_t count);
void reader_until_state(struct reader *reader, enum collector_state state);
/* Steps until all (or at least `partitions`) started partitions are caught up. */
void reader_until_caught_up(struct reader *reader, size_t partitions);
/* The position of one partition now; next_offset -1 when there is none. */
struct position reader_position(const struct reader *reader, int32_t partition);
/* Stores the present positions. */
void reader_store(struct reader *reader);
/* Sets the stored position of a partition of the topic. */
struct position *reader_stored(struct reader *reader, const char *topic, int32_t partition);
void reader_close(struct reader *reader);

#endif
