/*
 * state.c - the states of a pipeline: their changes, the table of what they allow, and what else follows from
 * them. It calls no other part of the pipeline.
 *
 *                                                  the collector is
 *     phase    recovery      RUNNING           ASSIGNED          DONE              FAILED
 *     -------  ------------  ----------------  ----------------  ----------------  ----------------
 *     READING  NONE          read      write   read ask  write   -                 -
 *              GOING_BACK         ask               ask          -                 -
 *              BISECTING     read      write   read ask  write   -                 -
 *     ENDING   NONE          -                 -                           write             write
 *              GOING_BACK    -                 -                      ask          -
 *              BISECTING     -                 -                           write             write
 *     CLOSING  NONE                    write             write             write             write
 *              GOING_BACK         ask               ask               ask          -
 *              BISECTING               write             write             write             write
 *     LEAVING  any           nothing           -                 nothing           nothing
 *
 *     read    poll for records, into the batch that is filled
 *     ask     ask the database for positions, and begin at them (not in CLOSING: nothing is begun there)
 *     write   work off what was polled, write it, commit it with the positions that it carries
 *     -       cannot last: state_heed_collector leaves it in the same turn
 *
 * Why it is safe: GOING_BACK has no record and no position (state_recover drops both together), writes
 * nothing, and ends only in recover_positions, which starts the collector again. A failed collector cannot
 * start again. So records that are void when it fails, or become void later, stay in the source: in
 * GOING_BACK with FAILED the pipeline fails at once with the source's error, connected to the store or not.
 * Records that are not void when the collector fails are written first (ENDING, FAILED).
 */
#include "pipeline/state.h"

#include <assert.h>

enum {
    BATCH_BYTES = 32 << 20, /* a larger batch is full */
    SHORT_MS = 100,
};

enum { R = MAY_READ, A = MAY_ASK, W = MAY_WRITE, X = IMPOSSIBLE };

static const unsigned char state_table[PHASE_COUNT][RECOVERY_COUNT][COLLECTOR_STATES] = {
    /* RUNNING, ASSIGNED, DONE, FAILED */
    [PHASE_READING] = {[RECOVERY_NONE] = {R | W, R | A | W, X, X},
                       [RECOVERY_GOING_BACK] = {A, A, X, X},
                       [RECOVERY_BISECTING] = {R | W, R | A | W, X, X}},
    [PHASE_ENDING] = {[RECOVERY_NONE] = {X, X, W, W},
                      [RECOVERY_GOING_BACK] = {X, X, A, X},
                      [RECOVERY_BISECTING] = {X, X, W, W}},
    [PHASE_CLOSING] = {[RECOVERY_NONE] = {W, W, W, W},
                       [RECOVERY_GOING_BACK] = {A, A, A, X},
                       [RECOVERY_BISECTING] = {W, W, W, W}},
    [PHASE_LEAVING] = {[RECOVERY_NONE] = {0, X, 0, 0},
                       [RECOVERY_GOING_BACK] = {0, X, 0, 0},
                       [RECOVERY_BISECTING] = {0, X, 0, 0}},
};

unsigned state_cell(enum pipeline_phase phase, enum pipeline_recovery recovery,
                    enum collector_state collector)
{
    return state_table[phase][recovery][collector];
}

static enum collector_state state_collector(const struct pipeline *pipeline)
{
    return pipeline->options.collector->ops->state(pipeline->options.collector);
}

unsigned state_may(const struct pipeline *pipeline)
{
    return state_cell(pipeline->phase, pipeline->recovery, state_collector(pipeline));
}

/* ---- what follows from them ---- */

struct batch *pipeline_filling(struct pipeline *pipeline)
{
    return &pipeline->batches[pipeline->filling];
}

bool pipeline_is_short(const struct pipeline *pipeline)
{
    return pipeline->short_until_ms != TIME_NONE && pipeline->mono_ms < pipeline->short_until_ms;
}

size_t pipeline_batch_events(const struct pipeline *pipeline)
{
    if (pipeline->recovery != RECOVERY_BISECTING)
        return pipeline->options.flush_events;
    return pipeline->suspects == 1 ? 1 : pipeline->suspects / 2;
}

/* Memory of everything that is not committed. */
static size_t pipeline_waiting_bytes(const struct pipeline *pipeline)
{
    return pipeline->cache.pinned_bytes + pipeline->writer.arena.total +
           batch_bytes(&pipeline->batches[0]) + batch_bytes(&pipeline->batches[1]);
}

bool pipeline_is_full(const struct pipeline *pipeline)
{
    const struct batch *filling = &pipeline->batches[pipeline->filling];

    return !batch_is_empty(filling) &&
           (filling->events >= pipeline_batch_events(pipeline) ||
            batch_bytes(filling) >= BATCH_BYTES ||
            pipeline_waiting_bytes(pipeline) >= pipeline->options.memory_bytes / 2);
}

/* A suspect record stays lent until its batch is committed, so no later record is read. */
static bool pipeline_awaits_verdict(const struct pipeline *pipeline)
{
    return pipeline->recovery == RECOVERY_BISECTING && pipeline->flush != FLUSH_NONE;
}

bool pipeline_may_read(const struct pipeline *pipeline)
{
    return (state_may(pipeline) & MAY_READ) != 0 && pipeline->input.knows_limit &&
           !pipeline_is_short(pipeline) && !pipeline_is_full(pipeline) &&
           !pipeline_awaits_verdict(pipeline);
}

bool pipeline_holds_nothing(const struct pipeline *pipeline)
{
    return pipeline->flush == FLUSH_NONE && !input_has_rest(&pipeline->input) &&
           batch_is_empty(&pipeline->batches[0]) && batch_is_empty(&pipeline->batches[1]);
}

bool pipeline_is_written(const struct pipeline *pipeline)
{
    return pipeline_holds_nothing(pipeline) && pipeline->recovery != RECOVERY_GOING_BACK;
}

/* Did positions change without an event? */
static bool pipeline_positions_changed(const struct pipeline *pipeline)
{
    const struct write *rows = &pipeline->batches[pipeline->filling].rows;

    for (size_t i = 0; i < rows->positions.count; i++) {
        const struct position *position = &rows->positions.rows[i];
        const struct position *durable = position_find(pipeline->durable.items,
                                                       pipeline->durable.count, position, i);
        if (durable == NULL || position_says_more(position, durable))
            return true;
    }
    return false;
}

bool pipeline_positions_are_due(struct pipeline *pipeline)
{
    if (pipeline->link == LINK_AWAY)
        return false;
    if (pipeline->phase == PHASE_READING &&
        pipeline->mono_ms - pipeline->positions_ms < pipeline->options.position_interval_ms)
        return false;
    pipeline->positions_ms = pipeline->mono_ms;
    return pipeline_positions_changed(pipeline);
}

/* ---- the one place where each changes ---- */

void state_end(struct pipeline *pipeline, enum pipeline_state state)
{
    if (pipeline->state == PIPELINE_RUNNING)
        pipeline->state = state;
}

void pipeline_fail(struct pipeline *pipeline, const struct error *error)
{
    if (pipeline->state == PIPELINE_RUNNING)
        pipeline->error = *error;
    state_end(pipeline, PIPELINE_FAILED);
}

void state_enter(struct pipeline *pipeline, enum pipeline_phase phase)
{
    assert(pipeline->phase != PHASE_LEAVING); /* this state is final */
    pipeline->phase = phase;
}

void state_link(struct pipeline *pipeline, enum pipeline_link link)
{
    pipeline->link = link;
}

void state_flush(struct pipeline *pipeline, enum pipeline_flush flush)
{
    pipeline->flush = flush;
}

void state_end_batch(struct pipeline *pipeline)
{
    struct batch *batch = pipeline->writer.batch;

    writer_end(&pipeline->writer);
    batch_reset(batch, &pipeline->cache);
    state_flush(pipeline, FLUSH_NONE);
}

void state_begin_batch_again(struct pipeline *pipeline)
{
    writer_restart(&pipeline->writer, &pipeline->cache);
    state_flush(pipeline, FLUSH_SLICE);
}

/* Drops everything in memory: batches, the rest of the poll, and all positions. */
static void state_drop(struct pipeline *pipeline)
{
    pipeline->void_events += pipeline->batches[0].events + pipeline->batches[1].events +
                             (pipeline->input.count - pipeline->input.next);
    if (pipeline->flush != FLUSH_NONE)
        state_end_batch(pipeline);
    batch_reset(pipeline_filling(pipeline), &pipeline->cache);
    input_drop(&pipeline->input);
    cache_drop_rest(&pipeline->cache);
}

void state_recover(struct pipeline *pipeline, enum pipeline_recovery recovery)
{
    if (recovery == RECOVERY_GOING_BACK)
        state_drop(pipeline);
    pipeline->recovery = recovery;
    state_heed_collector(pipeline);
}

static void state_source_ended(struct pipeline *pipeline)
{
    struct collector *collector = pipeline->options.collector;

    state_enter(pipeline, PHASE_ENDING);
    if (state_collector(pipeline) == COLLECTOR_FAILED && !pipeline_holds_nothing(pipeline))
        log_warn("pipeline", "the source failed, writing what was read before it ends: %s",
                 collector->ops->error(collector)->text);
}

/* The collector cannot go back: void records stay in the source. */
static void state_source_is_lost(struct pipeline *pipeline)
{
    struct collector *collector = pipeline->options.collector;

    if (pipeline->void_events > 0)
        log_warn("pipeline",
                 "the source failed before %zu events that were read could be written: they are "
                 "still in the source, and will be read again",
                 pipeline->void_events);
    pipeline_fail(pipeline, collector->ops->error(collector));
}

void state_heed_collector(struct pipeline *pipeline)
{
    switch (state_collector(pipeline)) {
    case COLLECTOR_RUNNING:
    case COLLECTOR_ASSIGNED:
        if (pipeline->phase == PHASE_ENDING)
            state_enter(pipeline, PHASE_READING); /* the collector went back */
        break;
    case COLLECTOR_FAILED:
        if (pipeline->recovery == RECOVERY_GOING_BACK && pipeline->phase != PHASE_LEAVING)
            state_source_is_lost(pipeline);
        /* fall through */
    case COLLECTOR_DONE:
        if (pipeline->phase == PHASE_READING)
            state_source_ended(pipeline);
        break;
    }
}

/* ---- memory ---- */

void pipeline_run_short(struct pipeline *pipeline)
{
    log_limited(&pipeline->short_limit, pipeline->mono_ms, 10000, "pipeline",
                "out of memory; dropping the cache and trying again: lower ingest.cache_mib if it "
                "stays");
    cache_drop_rest(&pipeline->cache);
    pipeline->short_until_ms = pipeline->mono_ms + SHORT_MS;
}
