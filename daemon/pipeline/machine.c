/*
 * machine.c - the states of a pipeline: where each is changed, and the table of what they allow.
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
 *     -       cannot be: machine_heed_collector leaves it in the turn in which it arises
 *
 * Why it is safe: GOING_BACK holds no record and no position (machine_recover drops both at once), may
 * write nothing, and is left only by recover_positions, which begins the collector again. A collector that
 * has failed cannot begin again; so what is void when it fails, or becomes void after, stays in the source
 * (GOING_BACK and FAILED: the pipeline fails with the source's error, at once, store or no store). What
 * is not void when it fails is written first (ENDING, FAILED).
 */
#include "pipeline/machine.h"

#include <assert.h>

enum { R = MAY_READ, A = MAY_ASK, W = MAY_WRITE, X = IMPOSSIBLE };

static const unsigned char machine_table[PHASE_COUNT][RECOVERY_COUNT][COLLECTOR_STATES] = {
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

unsigned machine_cell(enum pipeline_phase phase, enum pipeline_recovery recovery,
                      enum collector_state collector)
{
    return machine_table[phase][recovery][collector];
}

static enum collector_state machine_collector(const struct pipeline *pipeline)
{
    return pipeline->options.collector->ops->state(pipeline->options.collector);
}

unsigned machine_may(const struct pipeline *pipeline)
{
    return machine_cell(pipeline->phase, pipeline->recovery, machine_collector(pipeline));
}

/* ---- the one place where each changes ---- */

void machine_end(struct pipeline *pipeline, enum pipeline_state state)
{
    if (pipeline->state == PIPELINE_RUNNING)
        pipeline->state = state;
}

void pipeline_fail(struct pipeline *pipeline, const struct error *error)
{
    if (pipeline->state == PIPELINE_RUNNING)
        pipeline->error = *error;
    machine_end(pipeline, PIPELINE_FAILED);
}

void machine_enter(struct pipeline *pipeline, enum pipeline_phase phase)
{
    assert(pipeline->phase != PHASE_LEAVING); /* there is no way back from it */
    pipeline->phase = phase;
}

void machine_link(struct pipeline *pipeline, enum pipeline_link link)
{
    pipeline->link = link;
}

void machine_flush(struct pipeline *pipeline, enum pipeline_flush flush)
{
    pipeline->flush = flush;
}

/* What is in memory goes, batches and rest, and every position with it. */
static void machine_drop(struct pipeline *pipeline)
{
    pipeline->void_events += pipeline->batches[0].events + pipeline->batches[1].events +
                             (pipeline->input.count - pipeline->input.next);
    if (pipeline->flush != FLUSH_NONE)
        flush_end(pipeline);
    batch_reset(pipeline_filling(pipeline), &pipeline->cache);
    input_drop(&pipeline->input);
    cache_drop_rest(&pipeline->cache);
}

void machine_recover(struct pipeline *pipeline, enum pipeline_recovery recovery)
{
    if (recovery == RECOVERY_GOING_BACK)
        machine_drop(pipeline);
    pipeline->recovery = recovery;
    machine_heed_collector(pipeline);
}

static void machine_source_ended(struct pipeline *pipeline)
{
    struct collector *collector = pipeline->options.collector;

    machine_enter(pipeline, PHASE_ENDING);
    if (machine_collector(pipeline) == COLLECTOR_FAILED && !pipeline_holds_nothing(pipeline))
        log_warn("pipeline", "the source failed, writing what was read before it ends: %s",
                 collector->ops->error(collector)->text);
}

/* It cannot be taken back: what is void stays in the source. */
static void machine_source_is_lost(struct pipeline *pipeline)
{
    struct collector *collector = pipeline->options.collector;

    if (pipeline->void_events > 0)
        log_warn("pipeline",
                 "the source failed before %zu events that were read could be written: they are "
                 "still in the source, and will be read again",
                 pipeline->void_events);
    pipeline_fail(pipeline, collector->ops->error(collector));
}

void machine_heed_collector(struct pipeline *pipeline)
{
    switch (machine_collector(pipeline)) {
    case COLLECTOR_RUNNING:
    case COLLECTOR_ASSIGNED:
        if (pipeline->phase == PHASE_ENDING)
            machine_enter(pipeline, PHASE_READING); /* it was taken back */
        break;
    case COLLECTOR_FAILED:
        if (pipeline->recovery == RECOVERY_GOING_BACK && pipeline->phase != PHASE_LEAVING)
            machine_source_is_lost(pipeline);
        /* fall through */
    case COLLECTOR_DONE:
        if (pipeline->phase == PHASE_READING)
            machine_source_ended(pipeline);
        break;
    }
}
