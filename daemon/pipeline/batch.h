/*
 * batch.h - the events between two writes, sorted by what they will be: stubs that wait for their
 * conversation, rows of everything else, dead letters, and the positions behind them all.
 *
 * Two batches take turns: one is filled while the other is written. A batch pins the cache entries of
 * its conversations (cache.h), and keeps its stubs until the write is known to be committed, so that
 * the whole batch can be written again at any time from nothing but itself.
 *
 * A batch's positions cover what is in it and in the batches before it, never more: they stand nowhere
 * else, and go when it goes. It is input.c that moves them.
 *
 * An add that fails for want of memory leaves the batch as it was.
 */
#ifndef MERITD_PIPELINE_BATCH_H
#define MERITD_PIPELINE_BATCH_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/hmac.h"
#include "conversation/stubs.h"
#include "model/calendar.h"
#include "model/event.h"
#include "model/record.h"
#include "model/rows.h"
#include "pipeline/cache.h"
#include "pipeline/statistics.h"

/* The stubs of one conversation that are not written yet. */
struct pending {
    struct cache_entry *entry;
    struct buffer list; /* stub_list_add */
    struct customer_claim claim;
};

struct batch {
    unsigned which;     /* 0 or 1: its name among the cache's pins */
    struct arena arena; /* texts of the rows */
    struct write rows;  /* all but conversations */
    struct pending *pendings;
    size_t pending_count;
    size_t pending_ready; /* pendings whose list is initialised: reset ones keep a little memory */
    size_t pending_room;
    size_t events;                 /* added, dead letters among them */
    struct pipeline_intake intake; /* the records they came from, and those that came to nothing */
    size_t list_bytes;             /* memory of the lists */
    int64_t began_ms;              /* monotonic: when the first came */
};

void batch_init(struct batch *batch, unsigned which);
/* Unpins all and forgets all; keeps some memory for the next time. */
void batch_reset(struct batch *batch, struct cache *cache);
void batch_clear(struct batch *batch);
/* What was known of its conversations is void. */
void batch_forget_versions(struct batch *batch, struct cache *cache);

/* The event's texts are copied; customers are hashed with the key. False: no memory. */
MUST_CHECK bool batch_add(struct batch *batch, struct cache *cache, const struct event *event,
                          struct customer_key *key);
/* The record's bytes and the message are copied. False: no memory. */
MUST_CHECK bool batch_add_dead_letter(struct batch *batch, const struct record *record,
                                      enum reason reason, const char *message);
/* Room for so many more positions. */
MUST_CHECK bool batch_reserve_positions(struct batch *batch, size_t count);
/* In place of what was said of this partition, wherever in the list it stands; there is room. */
void batch_set_position(struct batch *batch, const struct position *position, size_t guess);
/*
 * The batch of one record that is refused becomes its dead letter, under the same positions. False: no
 * memory, and the batch is empty.
 */
MUST_CHECK bool batch_bury(struct batch *batch, struct cache *cache, const struct record *record,
                           const char *message);

/* The business days of all rows: the calendar is known only while the store is connected. */
void batch_set_days(struct batch *batch, const struct calendar *calendar);

/* Nothing to be written, positions apart. */
bool batch_is_empty(const struct batch *batch);
/* Memory it takes, about. */
size_t batch_bytes(const struct batch *batch);

#endif
