/*
 * input.h - the front half: polls the collector, decodes, adds to the batch that is being filled.
 *
 * Records are lent until the next poll, so a poll's records are worked off before the next one. When
 * memory runs out in the middle, the rest waits (INPUT_NO_MEMORY) and the same record is decoded again
 * later: order is kept and nothing is skipped.
 */
#ifndef MERITD_PIPELINE_INPUT_H
#define MERITD_PIPELINE_INPUT_H

#include "base/arena.h"
#include "collectors/collector.h"
#include "decode/decode.h"
#include "pipeline/batch.h"
#include "pipeline/cache.h"
#include "pipeline/positions.h"
#include "pipeline/statistics.h"

enum { INPUT_POLL_MAX = 1024 };

enum input_result {
    INPUT_NOTHING,   /* the source has nothing now */
    INPUT_SOME,      /* records were worked off; there may be more */
    INPUT_NO_MEMORY, /* a record waits: see input_has_rest */
};

struct input {
    struct collector *collector;
    struct decoder *decoder;
    struct customer_key *key;
    struct pipeline_statistics *statistics;
    struct arena arena; /* texts of one event */
    struct record records[INPUT_POLL_MAX];
    size_t count, next; /* polled; the first one not worked off */
};

void input_init(struct input *input, struct collector *collector, struct decoder *decoder,
                struct customer_key *key, struct pipeline_statistics *statistics);
void input_clear(struct input *input);

/* Works off what is left of the last poll, else polls for up to max records and works them off. */
enum input_result input_turn(struct input *input, struct batch *batch, struct cache *cache,
                             size_t max, int64_t wall_ms);
bool input_has_rest(const struct input *input);
/* The records in hand are not wanted any more: they will be read again. */
void input_forget_rest(struct input *input);
/* The last record worked off; lent until the next poll. NULL: none. */
const struct record *input_last(const struct input *input);

/* Where the collector is. False: no memory. */
MUST_CHECK bool input_positions(const struct input *input, struct positions *positions);
/* Fills the batch's positions with where the collector is. False: no memory. */
MUST_CHECK bool input_close_batch(const struct input *input, struct batch *batch);

#endif
