/* wait.c - what a loop waits for between two turns. */
#include "pipeline/flush.h"

enum {
    POLL_EVERY_MS = 1000,
    DRY_MS = 20, /* a source without wakeup_fd is polled again after this time */
};

static void wants_by(struct pipeline_wants *wants, int64_t deadline_ms)
{
    if (deadline_ms < wants->deadline_ms)
        wants->deadline_ms = deadline_ms;
}

static void wants_fd(struct pipeline_wants *wants, int fd, unsigned events)
{
    if (fd < 0 || events == 0)
        return;
    wants->fds[wants->fd_count].fd = fd;
    wants->fds[wants->fd_count++].events = events;
}

static void wants_of_source(const struct pipeline *pipeline, struct pipeline_wants *wants)
{
    const struct collector *collector = pipeline->options.collector;
    int fd = collector->ops->wakeup_fd(collector);

    if (pipeline->phase != PHASE_READING && pipeline->phase != PHASE_LEAVING) {
        if (input_has_rest(&pipeline->input) && !pipeline_is_full(pipeline))
            wants_by(wants, pipeline->mono_ms);
        return;
    }
    wants_by(wants, pipeline->polled_ms + POLL_EVERY_MS);
    if (pipeline->phase == PHASE_READING && !pipeline_may_read(pipeline)) {
        wants_by(wants, pipeline->mono_ms + HELD_POLL_MS);
        return;
    }
    wants_fd(wants, fd, STORE_WANTS_READ);
    if (pipeline->input.count > 0)
        wants_by(wants, pipeline->mono_ms);
    else if (fd < 0)
        wants_by(wants, pipeline->mono_ms + DRY_MS);
}

static void wants_of_store(const struct pipeline *pipeline, struct pipeline_wants *wants)
{
    const struct store *store = pipeline->options.store;

    if (pipeline->phase == PHASE_LEAVING)
        return;
    wants_fd(wants, store->ops->fd(store), store->ops->wants(store));
    wants_by(wants, store->ops->deadline_ms(store));
    if (pipeline->link == LINK_FREE && flush_has_to_ask(pipeline) && !pipeline_is_short(pipeline))
        wants_by(wants, pipeline->mono_ms);
}

void pipeline_wants(const struct pipeline *pipeline, struct pipeline_wants *wants)
{
    const struct batch *filling = &pipeline->batches[pipeline->filling];

    *wants = (struct pipeline_wants){.deadline_ms = INT64_MAX};
    if (pipeline->state != PIPELINE_RUNNING) {
        wants->deadline_ms = INT64_MIN;
        return;
    }
    wants_of_source(pipeline, wants);
    wants_of_store(pipeline, wants);
    if (pipeline->flush == FLUSH_NONE && !batch_is_empty(filling))
        wants_by(wants, pipeline->phase == PHASE_READING
                            ? filling->began_ms + pipeline->options.flush_interval_ms
                            : pipeline->mono_ms);
    if (pipeline->phase == PHASE_CLOSING)
        wants_by(wants, pipeline->mono_ms + HELD_POLL_MS);
    if (pipeline_is_short(pipeline) && wants->deadline_ms < pipeline->short_until_ms)
        wants->deadline_ms = pipeline->short_until_ms;
}
