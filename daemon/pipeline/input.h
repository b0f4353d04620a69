/*
 * input.h - the front half: polls the collector, decodes, adds to the batch that is being filled, and
 * moves that batch's positions.
 *
 * Records are lent until the next poll, so a poll's records are worked off before the next one. When
 * memory runs out in the middle, the rest waits (INPUT_NO_MEMORY) and the same record is decoded again
 * later: order is kept and nothing is skipped.
 *
 * A position moves in one place, at the end of a poll: when all it gave is in the batch, the batch's
 * positions become what the collector then says. Of the partitions that were started, that is; to drop
 * what was read is to believe the collector in none, until it has been started again from what the
 * database says. So no position can stay behind records that are gone, whatever a collector says.
 */
#ifndef MERITD_PIPELINE_INPUT_H
#define MERITD_PIPELINE_INPUT_H

#include "base/arena.h"
#include "collectors/collector.h"
#include "decode/decode.h"
#include "model/position.h"
#include "pipeline/batch.h"
#include "pipeline/cache.h"

enum { INPUT_POLL_MAX = 1024 };

enum input_result {
    INPUT_NOTHING,   /* the source has nothing now */
    INPUT_SOME,      /* records were worked off; there may be more */
    INPUT_NO_MEMORY, /* nothing was polled, or a record waits: see input_has_rest */
};

struct input {
    struct collector *collector;
    struct decoder *decoder;
    struct customer_key *key;
    struct arena arena; /* texts of one event */
    struct record records[INPUT_POLL_MAX];
    size_t count, next;       /* polled; the first one not worked off */
    struct positions started; /* the partitions in which the collector is believed */
    struct positions told;    /* what it said last */
};

void input_init(struct input *input, struct collector *collector, struct decoder *decoder,
                struct customer_key *key);
void input_clear(struct input *input);

/* Works off what is left of the last poll, else polls for up to max records and works them off. */
enum input_result input_turn(struct input *input, struct batch *batch, struct cache *cache,
                             size_t max, int64_t wall_ms);
bool input_has_rest(const struct input *input);
/* The last record worked off; lent until the next poll. NULL: none. */
const struct record *input_last(const struct input *input);

/* Can what was read be read again? Not a file: that has no positions. */
bool input_goes_back(const struct input *input);
/* The collector begins at these positions, its topics. False: no memory, nothing happened. */
MUST_CHECK bool input_start(struct input *input, const struct positions *stored);
/* What was read is not wanted any more: the rest of it is forgotten, with all that was started. */
void input_drop(struct input *input);

#endif
