/* flush.c - sends one request at a time, and handles its answers (table in pipeline.c). */
#include "pipeline/flush.h"

#include "pipeline/recover.h"

#include <assert.h>

/* ---- batches ---- */

void flush_begin(struct pipeline *pipeline)
{
    struct batch *batch = pipeline_filling(pipeline);
    struct error error;

    assert(pipeline->flush == FLUSH_NONE);
    if (!positions_reserve(&pipeline->durable,
                           pipeline->durable.count + batch->rows.positions.count) ||
        !writer_begin(&pipeline->writer, batch, &error)) {
        pipeline_run_short(pipeline);
        return;
    }
    pipeline->filling = 1 - pipeline->filling;
    pipeline->flush_began_ms = pipeline->mono_ms;
    state_flush(pipeline, FLUSH_SLICE);
}

/* The whole batch is committed. */
static void flush_committed(struct pipeline *pipeline)
{
    struct collector *collector = pipeline->options.collector;
    const struct batch *batch = pipeline->writer.batch;
    const struct write *rows = &batch->rows;
    size_t events = batch->events;

    if (rows->positions.count > 0) {
        bool put = positions_put(&pipeline->durable, rows->positions.rows, rows->positions.count);
        assert(put); /* the room was made in flush_begin */
        (void)put;
        collector->ops->committed(collector, rows->positions.rows, rows->positions.count);
        pipeline->positions_ms = pipeline->mono_ms;
    }
    intake_add(&pipeline->statistics.taken, &batch->intake);
    pipeline->statistics.batches++;
    histogram_add(&pipeline->statistics.batch_events, (int64_t)events);
    histogram_add(&pipeline->statistics.batch_ms, pipeline->mono_ms - pipeline->flush_began_ms);
    pipeline->statistics.committed_at_ms = pipeline->wall_ms;
    state_end_batch(pipeline);
    recover_committed(pipeline, events);
}

static void flush_slice_stored(struct pipeline *pipeline)
{
    if (writer_commit(&pipeline->writer, &pipeline->cache))
        flush_committed(pipeline);
    else
        state_flush(pipeline, FLUSH_SLICE);
}

/* A step failed: for lack of memory it is tried again, otherwise the pipeline fails. */
static void flush_failed(struct pipeline *pipeline, const struct error *error)
{
    if (error->class == ERROR_MEMORY)
        pipeline_run_short(pipeline);
    else
        pipeline_fail(pipeline, error);
}

/* ---- answers ---- */

void flush_unite(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    struct error error;
    size_t count;
    const struct stored_conversation *stored = store->ops->conversations(store, &count);

    if (stored == NULL) {
        state_begin_batch_again(pipeline);
        pipeline_run_short(pipeline);
        return;
    }
    if (!writer_unite(&pipeline->writer, stored, count, store->ops->settings(store), &error)) {
        state_begin_batch_again(pipeline);
        flush_failed(pipeline, &error);
        return;
    }
    if (writer_is_empty(&pipeline->writer))
        flush_slice_stored(pipeline);
    else
        state_flush(pipeline, FLUSH_SEND);
}

void flush_written(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    size_t came_back = store->ops->came_back(store);

    pipeline->statistics.writes++;
    pipeline->statistics.came_back += came_back;
    if (came_back == 0)
        flush_slice_stored(pipeline);
    else
        state_flush(pipeline, FLUSH_READ);
}

/* Handles the answer to the open request. */
static enum pipeline_heard flush_answer(enum pipeline_link link)
{
    switch (link) {
    case LINK_POSITIONS: return HEARD_POSITIONS;
    case LINK_WRITE: return HEARD_WRITTEN;
    case LINK_CONVERSATIONS: return HEARD_CONVERSATIONS;
    case LINK_AWAY:
    case LINK_PAUSED:
    case LINK_FREE: break;
    }
    return HEARD_NOTHING;
}

static enum pipeline_heard flush_linked(struct pipeline *pipeline, enum pipeline_link link,
                                        enum pipeline_heard heard)
{
    state_link(pipeline, link);
    return heard;
}

enum pipeline_heard flush_hear(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    enum pipeline_link link = pipeline->link;

    switch (store->ops->turn(store, pipeline->mono_ms)) {
    case STORE_IDLE: return flush_linked(pipeline, LINK_FREE, HEARD_NOTHING);
    case STORE_BUSY: break;
    case STORE_DONE: return flush_linked(pipeline, LINK_FREE, flush_answer(link));
    case STORE_LOST: return flush_linked(pipeline, LINK_AWAY, HEARD_LOST);
    case STORE_RENEWED: return flush_linked(pipeline, LINK_PAUSED, HEARD_RENEWED);
    case STORE_AGAIN: return flush_linked(pipeline, LINK_PAUSED, HEARD_AGAIN);
    case STORE_REFUSED:
        return flush_linked(pipeline, LINK_FREE,
                            link == LINK_WRITE ? HEARD_REFUSED : HEARD_STOPPED);
    case STORE_STOPPED: return flush_linked(pipeline, LINK_AWAY, HEARD_STOPPED);
    }
    return HEARD_NOTHING;
}

/* ---- requests ---- */

static void flush_ask_positions(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    struct error error;

    if (store->ops->read_positions(store, &error))
        state_link(pipeline, LINK_POSITIONS);
    else
        pipeline_run_short(pipeline);
}

/* Skips slices that turn out to hold nothing new. */
static void flush_make_slice(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    struct error error;

    while (pipeline->flush == FLUSH_SLICE) {
        if (!writer_slice(&pipeline->writer, store->ops->settings(store), &error)) {
            flush_failed(pipeline, &error);
            return;
        }
        if (writer_is_empty(&pipeline->writer))
            flush_slice_stored(pipeline);
        else
            state_flush(pipeline, FLUSH_SEND);
    }
}

static void flush_send(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    struct error error;

    if (store->ops->write(store, &pipeline->writer.write, &error))
        state_link(pipeline, LINK_WRITE);
    else
        pipeline_run_short(pipeline);
}

static void flush_read(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    const struct write *write = &pipeline->writer.write;
    struct error error;

    if (store->ops->read_conversations(store, write->conversations.rows, write->conversations.count,
                                       &error))
        state_link(pipeline, LINK_CONVERSATIONS);
    else
        pipeline_run_short(pipeline);
}

bool flush_has_to_ask(const struct pipeline *pipeline)
{
    unsigned may = state_may(pipeline);

    return (may & MAY_ASK) != 0 || ((may & MAY_WRITE) != 0 && pipeline->flush != FLUSH_NONE);
}

/* Asks for positions first: everything written must have been read from them. */
void flush_ask(struct pipeline *pipeline)
{
    unsigned may = state_may(pipeline);

    if (pipeline->link != LINK_FREE || pipeline_is_short(pipeline))
        return;
    if ((may & MAY_ASK) != 0) {
        flush_ask_positions(pipeline);
        return;
    }
    if ((may & MAY_WRITE) == 0)
        return;
    if (pipeline->flush == FLUSH_SLICE)
        flush_make_slice(pipeline);
    if (pipeline->flush == FLUSH_SEND)
        flush_send(pipeline);
    else if (pipeline->flush == FLUSH_READ)
        flush_read(pipeline);
}
