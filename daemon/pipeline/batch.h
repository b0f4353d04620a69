/*
 * batch.h - the events between two writes, by what they become: stubs that wait for their conversation, rows
 * of everything else, and dead letters; and the positions after all of them.
 *
 * Two batches take turns: one is filled while the other is written. A batch pins the cache entries of its
 * conversations (cache.h), and keeps its stubs until the write is known to be committed. So the whole batch
 * can be written again at any time, without other data.
 *
 * A batch's positions cover the records in it and in the batches before it, never more. They are kept nowhere
 * else, and are dropped with the batch. Only input.c moves them.
 *
 * An add that fails for lack of memory leaves the batch unchanged.
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
    unsigned which;     /* 0 or 1: its index among the cache's pins */
    struct arena arena; /* the rows' texts */
    struct write rows;  /* all rows except conversations */
    struct pending *pendings;
    size_t pending_count;
    size_t pending_ready; /* pendings with an initialised list, reset or not */
    size_t pending_room;
    size_t events;                 /* added, with dead letters */
    struct pipeline_intake intake; /* the records they came from, and records that gave nothing */
    size_t list_bytes;             /* memory of the lists */
    int64_t began_ms;              /* monotonic: when the first one was added */
};

void batch_init(struct batch *batch, unsigned which);
/* Unpins and forgets everything; keeps some memory for later. */
void batch_reset(struct batch *batch, struct cache *cache);
void batch_clear(struct batch *batch);
/* Forgets what the cache knew about the batch's conversations. */
void batch_forget_versions(struct batch *batch, struct cache *cache);

/* The event's texts are copied; customers are hashed with the key. False: no memory. */
MUST_CHECK bool batch_add(struct batch *batch, struct cache *cache, const struct event *event,
                          struct customer_key *key);
/* The record's bytes and the message are copied. False: no memory. */
MUST_CHECK bool batch_add_dead_letter(struct batch *batch, const struct record *record,
                                      enum reason reason, const char *message);
/* Makes room for this many more positions. */
MUST_CHECK bool batch_reserve_positions(struct batch *batch, size_t count);
/* Replaces this partition's position, wherever it is in the list, or adds it; there must be room. */
void batch_set_position(struct batch *batch, const struct position *position, size_t guess);
/*
 * Turns a batch of one refused record into a batch of that record's dead letter, with the same positions.
 * False: no memory, and the batch is empty.
 */
MUST_CHECK bool batch_bury(struct batch *batch, struct cache *cache, const struct record *record,
                           const char *message);

/* Sets the business days of all rows. This comes late because the calendar is known only while the store is
 * connected. */
void batch_set_days(struct batch *batch, const struct calendar *calendar);

/* Is there nothing to write except positions? */
bool batch_is_empty(const struct batch *batch);
/* The memory it takes, roughly, in bytes. */
size_t batch_bytes(const struct batch *batch);

#endif
