/*
 * input.h - the front half: polls the collector, decodes, adds to the batch being filled, and moves that
 * batch's positions.
 *
 * Records are lent until the next poll, so all records of a poll are processed before the next poll. When
 * memory runs out in between, the rest waits (INPUT_NO_MEMORY) and the same record is decoded again later. So
 * order is kept and nothing is skipped.
 *
 * Positions move in one place only: at the end of a poll, when all its records are in the batch. Then the
 * batch takes the collector's positions, but only of started partitions. Dropping what was read marks all
 * partitions as not started, until they start again from the stored positions. So no position can cover
 * records that were dropped, whatever a collector says.
 */
#ifndef MERITD_PIPELINE_INPUT_H
#define MERITD_PIPELINE_INPUT_H

#include "base/log.h"
#include "collectors/collector.h"
#include "decode/decode.h"
#include "model/position.h"
#include "pipeline/batch.h"
#include "pipeline/cache.h"

enum { INPUT_POLL_MAX = 256 }; /* so few that their records stay in a core's own cache */

enum input_result {
    INPUT_NOTHING,   /* the source has no records now */
    INPUT_SOME,      /* records were processed; there may be more */
    INPUT_NO_MEMORY, /* nothing was polled, or a record waits: see input_has_rest */
};

struct input {
    struct collector *collector;
    struct decoder *decoder;
    struct customer_key *key;
    struct record records[INPUT_POLL_MAX];
    size_t count, next;       /* polled; index of the first unprocessed one */
    size_t eager;             /* of so many next records the headers are read at once */
    struct positions started; /* those whose positions the batch takes; with their late events */
    struct positions told;    /* what the collector said last */
    bool knows_limit;         /* nothing is read before that: see input_keep_from */
    int64_t kept_from_ms;
    struct log_limit too_old_limit;
};

void input_init(struct input *input, struct collector *collector, struct decoder *decoder,
                struct customer_key *key);
void input_clear(struct input *input);

/* Processes the rest of the last poll; if there is none, polls for up to max records and processes them. */
enum input_result input_turn(struct input *input, struct batch *batch, struct cache *cache,
                             size_t max, int64_t wall_ms, int64_t mono_ms);
bool input_has_rest(const struct input *input);
/* The last processed record; lent until the next poll. NULL: none. */
struct record *input_last(struct input *input);
/* A record's headers are read from now on. False: no memory. */
MUST_CHECK bool input_read_headers(struct input *input, struct record *record);

/* Events before that instant are too old from now on. False: the limit has moved, and what was read already cannot be
 * read again. */
MUST_CHECK bool input_keep_from(struct input *input, int64_t kept_from_ms);

/* Can the source be read again? A file cannot: it has no positions. */
bool input_goes_back(const struct input *input);
/* Starts the collector at these positions. False: no memory, nothing has happened. */
MUST_CHECK bool input_start(struct input *input, const struct positions *stored);
/* Forgets the rest of the last poll, and that partitions were started. */
void input_drop(struct input *input);

#endif
