/* flush.c - the back half: one request at a time, and what each answer means (table in pipeline.c). */
#include "pipeline/machine.h"

#include <assert.h>
#include <inttypes.h>

/* ---- batches ---- */

void flush_begin(struct pipeline *pipeline, bool rest_waits)
{
    struct batch *batch = pipeline_filling(pipeline);
    struct error error;

    assert(pipeline->flush == FLUSH_NONE);
    if (!rest_waits && !input_close_batch(&pipeline->input, batch)) {
        pipeline_run_short(pipeline);
        return;
    }
    size_t positions = batch->rows.positions.count;
    if (!positions_reserve(&pipeline->durable, pipeline->durable.count + positions) ||
        !writer_begin(&pipeline->writer, batch, &error)) {
        batch->rows.positions.count = 0;
        pipeline_run_short(pipeline);
        return;
    }
    pipeline->filling = 1 - pipeline->filling;
    pipeline->flush = FLUSH_SLICE;
    pipeline->flush_began_ms = pipeline->mono_ms;
}

static void flush_end(struct pipeline *pipeline)
{
    struct batch *batch = pipeline->writer.batch;

    writer_end(&pipeline->writer);
    batch_reset(batch, &pipeline->cache);
    pipeline->flush = FLUSH_NONE;
}

void flush_abandon(struct pipeline *pipeline)
{
    if (pipeline->flush != FLUSH_NONE)
        flush_end(pipeline);
    batch_reset(pipeline_filling(pipeline), &pipeline->cache);
    input_forget_rest(&pipeline->input);
}

/* All of the batch is committed. */
static void flush_committed(struct pipeline *pipeline)
{
    struct collector *collector = pipeline->options.collector;
    const struct write *rows = &pipeline->writer.batch->rows;
    size_t count = rows->positions.count;

    if (count > 0) {
        bool put = positions_put(&pipeline->durable, rows->positions.rows, count);
        assert(put); /* the room was made in flush_begin */
        (void)put;
        collector->ops->committed(collector, rows->positions.rows, count);
        pipeline->positions_ms = pipeline->mono_ms;
    }
    pipeline->statistics.batches++;
    pipeline->statistics.batch_ms = pipeline->mono_ms - pipeline->flush_began_ms;
    pipeline->statistics.committed_at_ms = pipeline->wall_ms;
    flush_end(pipeline);
    recover_check_single(pipeline);
}

static void flush_slice_stored(struct pipeline *pipeline)
{
    if (writer_commit(&pipeline->writer, &pipeline->cache))
        flush_committed(pipeline);
    else
        pipeline->flush = FLUSH_SLICE;
}

/* Begins the batch again from nothing but itself. */
static void flush_restart(struct pipeline *pipeline)
{
    writer_restart(&pipeline->writer, &pipeline->cache);
    pipeline->flush = FLUSH_SLICE;
}

/* A step failed: for want of memory it is done again, else there is nothing to be done. */
static void flush_failed(struct pipeline *pipeline, const struct error *error)
{
    if (error->class == ERROR_RETRY)
        pipeline_run_short(pipeline);
    else
        pipeline_fail(pipeline, error);
}

/* ---- answers ---- */

static void flush_unite(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    struct error error;
    size_t count;
    const struct stored_conversation *stored = store->ops->conversations(store, &count);

    if (stored == NULL) {
        flush_restart(pipeline);
        pipeline_run_short(pipeline);
        return;
    }
    if (!writer_unite(&pipeline->writer, stored, count, store->ops->settings(store), &error)) {
        flush_restart(pipeline);
        flush_failed(pipeline, &error);
        return;
    }
    if (writer_is_empty(&pipeline->writer))
        flush_slice_stored(pipeline);
    else
        pipeline->flush = FLUSH_SEND;
}

static void flush_written(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;

    pipeline->statistics.writes++;
    size_t came_back = store->ops->came_back(store);

    pipeline->statistics.came_back += came_back;
    if (came_back == 0)
        flush_slice_stored(pipeline);
    else
        pipeline->flush = FLUSH_READ;
}

static void flush_done(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    enum pipeline_request asked = pipeline->asked;
    size_t count;

    pipeline->asked = ASKED_NOTHING;
    pipeline->may_ask = true;
    pipeline->troubled = false;
    switch (asked) {
    case ASKED_POSITIONS: {
        const struct position *stored = store->ops->positions(store, &count);
        if (stored != NULL) {
            recover_positions(pipeline, stored, count);
        } else {
            pipeline->positions_wanted = true;
            pipeline_run_short(pipeline);
        }
        break;
    }
    case ASKED_WRITE: flush_written(pipeline); break;
    case ASKED_CONVERSATIONS: flush_unite(pipeline); break;
    case ASKED_NOTHING: break;
    }
}

/* The request is to be sent again as it is. */
static void flush_again(struct pipeline *pipeline)
{
    switch (pipeline->asked) {
    case ASKED_POSITIONS: pipeline->positions_wanted = true; break;
    case ASKED_WRITE: pipeline->flush = FLUSH_SEND; break;
    case ASKED_CONVERSATIONS: pipeline->flush = FLUSH_READ; break;
    case ASKED_NOTHING: break;
    }
    pipeline->asked = ASKED_NOTHING;
    pipeline->troubled = true;
    pipeline->statistics.agains++;
}

/*
 * Nothing that was known of the database holds any more. A source that cannot be taken back (a file)
 * hands nothing over twice: its batches begin again.
 */
static void flush_lost(struct pipeline *pipeline)
{
    if (pipeline->asked == ASKED_POSITIONS)
        pipeline->positions_wanted = true;
    pipeline->asked = ASKED_NOTHING;
    pipeline->connected = false;
    pipeline->troubled = true;
    pipeline->statistics.losses++;
    if (pipeline->durable.count > 0) {
        recover_go_back(pipeline);
        return;
    }
    batch_forget_versions(pipeline_filling(pipeline), &pipeline->cache);
    cache_drop_rest(&pipeline->cache);
    if (pipeline->flush != FLUSH_NONE)
        flush_restart(pipeline);
}

static void flush_renewed(struct pipeline *pipeline)
{
    pipeline->connected = true;
    pipeline->troubled = false;
    log_info("pipeline", "connected to the database");
    if (pipeline->statistics.losses > 0 && pipeline->durable.count == 0 &&
        pipeline->statistics.writes > 0)
        log_warn("pipeline", "the connection was lost in the midst of a replay, going on: if the "
                             "database was restored or failed over, replay once more");
}

static void flush_refused(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    const struct error *cause = store->ops->error(store);
    bool write = pipeline->asked == ASKED_WRITE;

    pipeline->asked = ASKED_NOTHING;
    pipeline->may_ask = true;
    pipeline->troubled = false;
    pipeline->statistics.refusals++;
    if (write)
        recover_refused(pipeline);
    else
        pipeline_fail(pipeline, cause);
}

void flush_hear(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    enum store_answer answer;

    pipeline->may_ask = false;
    do {
        answer = store->ops->turn(store, pipeline->mono_ms);
        switch (answer) {
        case STORE_IDLE: pipeline->may_ask = true; break;
        case STORE_BUSY: break;
        case STORE_DONE: flush_done(pipeline); break;
        case STORE_LOST: flush_lost(pipeline); break;
        case STORE_RENEWED: flush_renewed(pipeline); break;
        case STORE_AGAIN: flush_again(pipeline); break;
        case STORE_REFUSED: flush_refused(pipeline); break;
        case STORE_STOPPED: pipeline_fail(pipeline, store->ops->error(store)); break;
        }
    } while (answer == STORE_RENEWED);
}

/* ---- requests ---- */

static void flush_asked(struct pipeline *pipeline, enum pipeline_request asked)
{
    pipeline->asked = asked;
    pipeline->may_ask = false;
}

static void flush_ask_positions(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    struct error error;

    if (!store->ops->read_positions(store, &error)) {
        pipeline_run_short(pipeline);
        return;
    }
    pipeline->positions_wanted = false;
    flush_asked(pipeline, ASKED_POSITIONS);
}

/* Slices that turn out to hold nothing new are passed over. */
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
            pipeline->flush = FLUSH_SEND;
    }
}

static void flush_send(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    struct error error;

    if (!store->ops->write(store, &pipeline->writer.write, &error)) {
        pipeline_run_short(pipeline);
        return;
    }
    pipeline->flush = FLUSH_SENT;
    flush_asked(pipeline, ASKED_WRITE);
}

static void flush_read(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    const struct write *write = &pipeline->writer.write;
    struct error error;

    if (!store->ops->read_conversations(store, write->conversations.rows,
                                        write->conversations.count, &error)) {
        pipeline_run_short(pipeline);
        return;
    }
    pipeline->flush = FLUSH_READING;
    flush_asked(pipeline, ASKED_CONVERSATIONS);
}

bool flush_has_to_ask(const struct pipeline *pipeline)
{
    return pipeline->positions_wanted || pipeline->flush == FLUSH_SLICE ||
           pipeline->flush == FLUSH_SEND || pipeline->flush == FLUSH_READ;
}

/* Positions first: nothing is written that was not read from them. */
void flush_ask(struct pipeline *pipeline)
{
    if (!pipeline->may_ask || pipeline_is_short(pipeline))
        return;
    if (pipeline->positions_wanted) {
        flush_ask_positions(pipeline);
        return;
    }
    if (pipeline->flush == FLUSH_SLICE)
        flush_make_slice(pipeline);
    if (pipeline->flush == FLUSH_SEND)
        flush_send(pipeline);
    else if (pipeline->flush == FLUSH_READ)
        flush_read(pipeline);
}
