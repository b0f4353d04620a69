/* stop.c - how the pipeline stops: when the source ends, or when a signal asks for it (states in pipeline.c). */
#include "pipeline/stop.h"

void pipeline_close(struct pipeline *pipeline)
{
    if (pipeline->phase == PHASE_READING || pipeline->phase == PHASE_ENDING) {
        state_enter(pipeline, PHASE_CLOSING);
        pipeline->closing_since_ms = pipeline->mono_ms;
    }
}

void pipeline_set_close_patience(struct pipeline *pipeline, int64_t patience_ms)
{
    pipeline->options.close_patience_ms = patience_ms;
}

static void stop_leave(struct pipeline *pipeline)
{
    struct collector *collector = pipeline->options.collector;

    collector->ops->close(collector);
    state_enter(pipeline, PHASE_LEAVING);
}

/* The store was unreachable for too long: what is not written stays in the source. */
static void stop_give_up(struct pipeline *pipeline)
{
    const struct store *store = pipeline->options.store;
    struct error error;

    if (!input_goes_back(&pipeline->input)) {
        error_set(&error, ERROR_RETRY, "stopped before everything read was written: %s",
                  store->ops->error(store)->text);
        pipeline_fail(pipeline, &error);
        return;
    }
    state_recover(pipeline, RECOVERY_GOING_BACK);
    if (pipeline->void_events > 0)
        log_warn("pipeline",
                 "stopping with unwritten records, which will be read again; PostgreSQL: %s",
                 store->ops->error(store)->text);
    if (pipeline->state == PIPELINE_RUNNING)
        stop_leave(pipeline);
}

static void stop_close_on(struct pipeline *pipeline)
{
    if (pipeline_is_written(pipeline) && !pipeline_positions_are_due(pipeline))
        stop_leave(pipeline);
    else if (pipeline->link <= LINK_PAUSED &&
             pipeline->mono_ms - pipeline->closing_since_ms >= pipeline->options.close_patience_ms)
        stop_give_up(pipeline);
}

/* The source closed while going back: the stored positions are not known. */
static void stop_closed(struct pipeline *pipeline)
{
    bool gave_up = pipeline->recovery == RECOVERY_GOING_BACK && pipeline->void_events > 0;

    state_end(pipeline, gave_up ? PIPELINE_GAVE_UP : PIPELINE_CLOSED);
}

enum pipeline_state pipeline_close_now(struct pipeline *pipeline)
{
    if (pipeline->state != PIPELINE_RUNNING)
        return pipeline->state;
    if (pipeline->phase != PHASE_LEAVING)
        state_recover(pipeline, RECOVERY_GOING_BACK);
    stop_closed(pipeline);
    return pipeline->state;
}

/* The membership ends; records that still come are no longer ours. */
static void stop_leave_on(struct pipeline *pipeline)
{
    struct collector *collector = pipeline->options.collector;
    struct record *records = pipeline->input.records;

    pipeline->polled_ms = pipeline->mono_ms;
    collector->ops->poll(collector, pipeline->wall_ms, records, INPUT_POLL_MAX);
    if (collector->ops->state(collector) == COLLECTOR_DONE)
        stop_closed(pipeline);
    else if (collector->ops->state(collector) == COLLECTOR_FAILED)
        pipeline_fail(pipeline, collector->ops->error(collector));
}

/* Records that were read before the source failed, and are not void, are still written. */
static void stop_end_on(struct pipeline *pipeline)
{
    struct collector *collector = pipeline->options.collector;

    if (!pipeline_is_written(pipeline) || pipeline_positions_are_due(pipeline))
        return;
    if (collector->ops->state(collector) == COLLECTOR_FAILED)
        pipeline_fail(pipeline, collector->ops->error(collector));
    else
        state_end(pipeline, PIPELINE_DONE);
}

void stop_on(struct pipeline *pipeline)
{
    switch (pipeline->phase) {
    case PHASE_READING: break;
    case PHASE_ENDING: stop_end_on(pipeline); break;
    case PHASE_CLOSING: stop_close_on(pipeline); break;
    case PHASE_LEAVING: stop_leave_on(pipeline); break;
    }
}
