/*
 * pipeline.c - the turn: take the store's answer, read and decode, close batches, send the next request.
 *
 * Two state machines run side by side. The source:
 *
 *     READING ──collector DONE, FAILED──► ENDING ───all written──► (PIPELINE_DONE, _FAILED)
 *        └──────pipeline_close──────────► CLOSING ──all written──► LEAVING ──► (PIPELINE_CLOSED)
 *                                           └───────given up────────┘ └──────► (PIPELINE_GAVE_UP)
 *
 * and the batch that is being written, while the other one is filled:
 *
 *                                 ┌──────────────── next slice ─────────────────┐
 *                                 ▼                                             │
 *     NONE ──flush_begin──► SLICE ──made──► SEND ──written──► 0 came back ──────┴── last ──► NONE
 *                             ▲               ▲               n came back ──► READ ──read ──┐
 *                             │               └────────────────── united ───────────────────┘
 *                             └── no memory: versions forgotten, the batch begins again
 *
 * One table, in state.c, says what may be read, asked and committed in which state. The store's answers, and
 * what follows:
 *
 *     DONE (positions)       begin at them                                     recover_positions
 *     DONE (write)           0 came back: next slice, or committed             flush_written
 *     DONE (conversations)   united with ours, sent again                      flush_unite
 *     LOST                   all that was read is void, to be read again       recover_lost
 *     RENEWED                                                                  recover_renewed
 *     AGAIN                  nothing: the same is asked for again, later
 *     REFUSED (write)        go back, and find the record by halves            recover_refused
 *     REFUSED (else)         PIPELINE_FAILED
 *     STOPPED                PIPELINE_FAILED
 *
 * Invariants (numbered as in docs/architecture.md, "Invariants"):
 *
 *  1. A batch's positions cover what is in it and in batches before it (input.h), and travel with its last
 *     slice; the store writes them only when nothing came back. All that is in memory was read from
 *     positions that the present connection told: a database that lost commits (a crash, a fail-over, a
 *     backup) lost its connections too, and with the connection goes everything that was built upon those
 *     commits, whatever became of them.
 *  2. Rows and parts of a conversation come from one set, in writer_make, and nowhere else.
 *  3. Nothing leaves a batch before its write is committed; a row names the version it was united with.
 *
 * Besides: batches are written in the order in which they were filled; an entry of the cache that a
 * batch refers to is never evicted; to forget what is cached is right at any time.
 */
#include "pipeline/pipeline.h"

#include "base/memory.h"
#include "pipeline/flush.h"
#include "pipeline/recover.h"
#include "pipeline/stop.h"

#include <assert.h>

enum {
    SLICE_BYTES = 8 << 20,
    POSITION_INTERVAL_MS = 10000,
    POLLS_A_TURN = 16,
    POLL_WHILE_SENDING = 64, /* the server waits for the rest of a request: few records */
    HOLD_AFTER_MS = 500,     /* after this long without reading, the source stops fetching */
    CAUGHT_UP_MS = 60000,    /* after this long, what the source said is outdated */
};

/* Of batches: the largest is ingest.batch_events, 200,000 by default. Positions alone make one of no event. */
static const struct histogram_bounds batch_sizes = {
    .per_unit = 1, .count = 10, .at = {0, 1, 10, 100, 1000, 5000, 10000, 50000, 100000, 200000}};
static const struct histogram_bounds batch_times = {
    .per_unit = 1000,
    .count = 12,
    .at = {5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000}};

/* ---- lifetime ---- */

static void pipeline_set_defaults(struct pipeline_options *options)
{
    if (options->cache_entries == 0)
        options->cache_entries = SIZE_MAX;
    if (options->slice_bytes == 0)
        options->slice_bytes = SLICE_BYTES;
    if (options->position_interval_ms == 0)
        options->position_interval_ms = POSITION_INTERVAL_MS;
}

struct pipeline *pipeline_new(const struct pipeline_options *options, struct error *error)
{
    struct pipeline *pipeline = memory_alloc(sizeof *pipeline);

    if (pipeline == NULL) {
        error_memory(error);
        return NULL;
    }
    *pipeline = (struct pipeline){
        .options = *options,
        .blocked_since_ms = TIME_NONE,
        .short_until_ms = TIME_NONE,
        .polled_ms = INT64_MIN / 2,
        .positions_ms = INT64_MIN / 2,
        .statistics = {.committed_at_ms = TIME_NONE,
                       .batch_events = {.bounds = &batch_sizes},
                       .batch_ms = {.bounds = &batch_times}},
    };
    pipeline_set_defaults(&pipeline->options);
    cache_init(&pipeline->cache, pipeline->options.memory_bytes, pipeline->options.cache_entries);
    for (unsigned i = 0; i < CACHE_BATCHES; i++)
        batch_init(&pipeline->batches[i], i);
    input_init(&pipeline->input, options->collector, options->decoder, options->key);
    writer_init(&pipeline->writer, pipeline->options.slice_bytes);
    return pipeline;
}

const struct error *pipeline_error(const struct pipeline *pipeline)
{
    return &pipeline->error;
}

void pipeline_free(struct pipeline *pipeline)
{
    if (pipeline == NULL)
        return;
    writer_clear(&pipeline->writer);
    for (unsigned i = 0; i < CACHE_BATCHES; i++)
        batch_clear(&pipeline->batches[i]);
    input_clear(&pipeline->input);
    cache_clear(&pipeline->cache);
    positions_clear(&pipeline->durable);
    positions_clear(&pipeline->begin);
    memory_free(pipeline);
}

/* ---- reading ---- */

static void pipeline_hold(struct pipeline *pipeline, bool held)
{
    struct collector *collector = pipeline->options.collector;

    if (held != pipeline->statistics.held)
        collector->ops->hold(collector, held);
    pipeline->statistics.held = held;
}

static bool pipeline_is_sending(const struct pipeline *pipeline)
{
    const struct store *store = pipeline->options.store;

    return pipeline->link > LINK_FREE && (store->ops->wants(store) & STORE_WANTS_WRITE) != 0;
}

/* The most records for a poll: no more than the batch may take. */
static size_t pipeline_poll_max(const struct pipeline *pipeline)
{
    size_t events = pipeline->batches[pipeline->filling].events;
    size_t wanted = pipeline_batch_events(pipeline);
    size_t most = pipeline_is_sending(pipeline) ? POLL_WHILE_SENDING : INPUT_POLL_MAX;

    if (events >= wanted)
        return 1;
    return wanted - events < most ? wanted - events : most;
}

/* Processes the rest of a poll, or a new poll. False: enough for now. */
static bool pipeline_read_some(struct pipeline *pipeline)
{
    struct batch *batch = pipeline_filling(pipeline);
    bool was_empty = batch_is_empty(batch);

    if (!input_has_rest(&pipeline->input))
        pipeline->polled_ms = pipeline->mono_ms;
    enum input_result result = input_turn(&pipeline->input, batch, &pipeline->cache,
                                          pipeline_poll_max(pipeline), pipeline->wall_ms,
                                          pipeline->mono_ms);
    if (was_empty)
        batch->began_ms = pipeline->mono_ms;
    if (result == INPUT_NO_MEMORY)
        pipeline_run_short(pipeline);
    state_heed_collector(pipeline);
    return result == INPUT_SOME;
}

/* Reading is not allowed. If this lasts, the source stops fetching; it is still polled, to stay alive. */
static void pipeline_wait_blocked(struct pipeline *pipeline)
{
    if (pipeline->blocked_since_ms == TIME_NONE)
        pipeline->blocked_since_ms = pipeline->mono_ms;
    if (pipeline->mono_ms - pipeline->blocked_since_ms < HOLD_AFTER_MS ||
        input_has_rest(&pipeline->input) || pipeline->recovery == RECOVERY_BISECTING)
        return;
    pipeline_hold(pipeline, true);
    if (pipeline->mono_ms - pipeline->polled_ms >= HELD_POLL_MS)
        pipeline_read_some(pipeline);
}

static void pipeline_read(struct pipeline *pipeline)
{
    if (!pipeline_may_read(pipeline)) {
        if (pipeline->phase == PHASE_READING)
            pipeline_wait_blocked(pipeline);
        return;
    }
    pipeline->blocked_since_ms = TIME_NONE;
    pipeline_hold(pipeline, false);
    int polls = pipeline_is_sending(pipeline) ? 1 : POLLS_A_TURN;
    for (int i = 0; i < polls && pipeline_may_read(pipeline); i++)
        if (!pipeline_read_some(pipeline))
            break;
}

/* Records polled before the source ended or closed belong to the last batch. */
static void pipeline_finish_rest(struct pipeline *pipeline)
{
    if (input_has_rest(&pipeline->input) && (state_may(pipeline) & MAY_WRITE) != 0 &&
        !pipeline_is_short(pipeline) && !pipeline_is_full(pipeline))
        pipeline_read_some(pipeline);
}

/* ---- closing batches ---- */

static bool pipeline_batch_is_due(struct pipeline *pipeline)
{
    const struct batch *filling = pipeline_filling(pipeline);

    if (batch_is_empty(filling))
        return pipeline_positions_are_due(pipeline) ||
               (pipeline->phase != PHASE_READING && filling->intake.records > 0);
    return pipeline_is_full(pipeline) || pipeline_is_short(pipeline) ||
           pipeline->phase != PHASE_READING ||
           pipeline->mono_ms - filling->began_ms >= pipeline->options.flush_interval_ms;
}

static void pipeline_close_batch(struct pipeline *pipeline)
{
    if (pipeline->flush == FLUSH_NONE && (state_may(pipeline) & MAY_WRITE) != 0 &&
        pipeline_batch_is_due(pipeline))
        flush_begin(pipeline);
}

/* ---- the turn ---- */

static void pipeline_heed_store(struct pipeline *pipeline, enum pipeline_heard heard)
{
    const struct store *store = pipeline->options.store;

    switch (heard) {
    case HEARD_NOTHING: break;
    case HEARD_RENEWED: recover_renewed(pipeline); break;
    case HEARD_POSITIONS: recover_positions(pipeline); break;
    case HEARD_WRITTEN: flush_written(pipeline); break;
    case HEARD_CONVERSATIONS: flush_unite(pipeline); break;
    case HEARD_AGAIN: pipeline->statistics.agains++; break;
    case HEARD_REFUSED: recover_refused(pipeline); break;
    case HEARD_LOST: recover_lost(pipeline); break;
    case HEARD_STOPPED: pipeline_fail(pipeline, store->ops->error(store)); break;
    }
}

/* The store returns RENEWED before anything else: another answer follows. */
static void pipeline_hear(struct pipeline *pipeline)
{
    enum pipeline_heard heard;

    do {
        heard = flush_hear(pipeline);
        pipeline_heed_store(pipeline, heard);
    } while (heard == HEARD_RENEWED);
}

static void pipeline_work(struct pipeline *pipeline)
{
    if (pipeline->phase == PHASE_READING)
        pipeline_read(pipeline);
    else
        pipeline_finish_rest(pipeline);
    if (pipeline->state != PIPELINE_RUNNING)
        return;
    pipeline_close_batch(pipeline);
    flush_ask(pipeline);
}

enum pipeline_state pipeline_turn(struct pipeline *pipeline, int64_t wall_ms, int64_t mono_ms)
{
    if (pipeline->state != PIPELINE_RUNNING)
        return pipeline->state;
    pipeline->wall_ms = wall_ms;
    pipeline->mono_ms = mono_ms;
    if (pipeline->phase != PHASE_LEAVING) {
        pipeline_hear(pipeline);
        if (pipeline->state == PIPELINE_RUNNING)
            pipeline_work(pipeline);
    }
    if (pipeline->state == PIPELINE_RUNNING)
        stop_on(pipeline);
    assert(pipeline->state != PIPELINE_RUNNING || state_may(pipeline) != IMPOSSIBLE);
    return pipeline->state;
}

/* ---- statistics ---- */

const struct position *pipeline_durable(const struct pipeline *pipeline, size_t *count)
{
    *count = pipeline->durable.count;
    return pipeline->durable.items;
}

static bool pipeline_is_at_rest(const struct pipeline *pipeline)
{
    return pipeline->input.count == 0 && pipeline_is_written(pipeline) &&
           pipeline->link == LINK_FREE && (state_may(pipeline) & MAY_ASK) == 0;
}

/* It is not enough that no records come: the source must say, for each partition, that its end was reached. */
static bool pipeline_is_caught_up(const struct pipeline *pipeline)
{
    const struct positions *told = &pipeline->input.told;

    for (size_t i = 0; i < told->count; i++)
        if (told->items[i].caught_up_at_ms < pipeline->wall_ms - CAUGHT_UP_MS)
            return false;
    return told->count > 0 && pipeline_is_at_rest(pipeline);
}

void pipeline_statistics(const struct pipeline *pipeline, struct pipeline_statistics *out)
{
    *out = pipeline->statistics;
    out->rewrites = pipeline->writer.rewritten;
    out->cache_hits = pipeline->cache.hits;
    out->cache_misses = pipeline->cache.misses;
    out->cache_evictions = pipeline->cache.evictions;
    out->cache_entries = pipeline->cache.count;
    out->cache_bytes = pipeline->cache.bytes;
    out->waiting_events = pipeline->batches[0].events + pipeline->batches[1].events;
    out->void_events = pipeline->void_events;
    out->connected = pipeline->link != LINK_AWAY;
    out->at_rest = pipeline_is_at_rest(pipeline);
    out->caught_up = pipeline_is_caught_up(pipeline);
}
