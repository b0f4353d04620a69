/*
 * recover.c - goes back to the stored positions: after the connection was lost, and when the database refuses
 * a record.
 *
 * The refused record is found by halving. One of the first `suspects` events after the stored positions is
 * refused. Half of them are written alone. If these are refused, they are the new suspects; if they are
 * committed, the other half is. The last suspect becomes a dead letter, and normal batches follow. Reading
 * again may bring records in another order, so the suspicion may be wrong. Then even the last suspect is
 * committed, the search ends, and the next refusal starts a new search. Each search commits or buries at
 * least one event.
 */
#include "pipeline/recover.h"

#include <inttypes.h>

/* ---- positions from the database ---- */

/* Sets *position to its partition's stored position, or to the beginning; keeps the collector's topic text. */
static void recover_set(struct position *position, const struct position *stored, size_t count)
{
    const char *topic = position->topic;
    const struct position *found = position_find(stored, count, position, 0);

    *position = found != NULL ? *found : position_unknown(topic, position->partition);
    position->topic = topic;
}

/* Is the partition's stored position before one that was durable? */
static bool recover_is_behind(const struct position *durable, const struct position *stored,
                              size_t count)
{
    const struct position *found = position_find(stored, count, durable, 0);

    if (durable->next_offset < 0)
        return false;
    return found == NULL || position_is_before(found, durable);
}

/* Takes the stored positions as the durable ones; logs commits that the database has lost. */
static void recover_learn(struct pipeline *pipeline, const struct position *stored, size_t count)
{
    size_t behind = 0;

    for (size_t i = 0; i < pipeline->durable.count; i++) {
        struct position *durable = &pipeline->durable.items[i];
        if (recover_is_behind(durable, stored, count)) {
            log_warn("pipeline",
                     "the database lost commits: %s/%" PRId32 " was written up to %" PRId64
                     "; reading again from where the database is",
                     durable->topic, durable->partition, durable->next_offset);
            behind++;
        }
        recover_set(durable, stored, count);
    }
    if (behind > 0)
        pipeline->statistics.seeks++;
}

/* Lists where to begin: the partitions that had started, if the source goes back, and the assigned ones.
 * False: no memory. */
static bool recover_list(struct pipeline *pipeline, const struct position *stored, size_t count)
{
    struct collector *collector = pipeline->options.collector;
    struct positions *begin = &pipeline->begin;
    bool back = pipeline->recovery == RECOVERY_GOING_BACK;
    size_t begun = back ? collector->ops->positions(collector, NULL, 0) : 0;
    size_t assigned = collector->ops->assigned(collector, NULL, 0);

    if (!positions_reserve(begin, begun + assigned))
        return false;
    if (begun > 0)
        collector->ops->positions(collector, begin->items, begun);
    if (assigned > 0)
        collector->ops->assigned(collector, begin->items + begun, assigned);
    begin->count = begun + assigned;
    for (size_t i = 0; i < begin->count; i++)
        recover_set(&begin->items[i], stored, count);
    return true;
}

/* False: no memory, nothing was started. */
static bool recover_begin(struct pipeline *pipeline, const struct position *stored, size_t count)
{
    const struct positions *begin = &pipeline->begin;

    if (!recover_list(pipeline, stored, count))
        return false;
    if (pipeline->recovery == RECOVERY_GOING_BACK)
        recover_learn(pipeline, stored, count);
    if (!positions_put(&pipeline->durable, begin->items, begin->count))
        return false;
    if (pipeline->phase == PHASE_CLOSING)
        return true; /* the next process will read again what is void */
    if (begin->count > 0 && !input_start(&pipeline->input, begin))
        return false;
    pipeline->void_events = 0;
    return true;
}

void recover_positions(struct pipeline *pipeline)
{
    struct store *store = pipeline->options.store;
    size_t count;
    const struct position *stored = store->ops->positions(store, &count);

    if (stored == NULL || !recover_begin(pipeline, stored, count))
        pipeline_run_short(pipeline);
    else
        state_recover(pipeline, pipeline->suspects > 0 ? RECOVERY_BISECTING : RECOVERY_NONE);
}

/* ---- the connection ---- */

/*
 * Forgets what was known of the database. A source that cannot go back (a file) hands nothing over twice, so
 * its batches are written again instead.
 */
void recover_lost(struct pipeline *pipeline)
{
    pipeline->statistics.losses++;
    if (!input_goes_back(&pipeline->input)) {
        batch_forget_versions(pipeline_filling(pipeline), &pipeline->cache);
        cache_drop_rest(&pipeline->cache);
        if (pipeline->flush != FLUSH_NONE)
            state_begin_batch_again(pipeline);
    } else if (pipeline->input.started.count > 0) {
        state_recover(pipeline, RECOVERY_GOING_BACK);
    }
}

void recover_renewed(struct pipeline *pipeline)
{
    const struct store *store = pipeline->options.store;
    struct error error;

    log_info("pipeline", "connected to the database");
    if (!input_keep_from(&pipeline->input, store->ops->settings(store)->kept_from_ms)) {
        error_set(&error, ERROR_STOP,
                  "meritd retain has deleted older facts meanwhile: replay once more");
        pipeline_fail(pipeline, &error);
        return;
    }
    if (pipeline->statistics.losses > 0 && !input_goes_back(&pipeline->input) &&
        pipeline->statistics.writes > 0)
        log_warn("pipeline", "the connection was lost in the midst of a replay, going on: if the "
                             "database was restored or failed over, replay once more");
}

/* ---- a record that is refused ---- */

/* The refused batch has one event, the last one processed: turns it into its dead letter. */
static void recover_bury(struct pipeline *pipeline, const struct error *cause)
{
    struct record *record = input_last(&pipeline->input);
    struct batch *batch = pipeline->writer.batch;

    if (record == NULL || batch->rows.dead_letters.count > 0) {
        pipeline_fail(pipeline, cause); /* not the record: even its dead letter is refused */
        return;
    }
    writer_end(&pipeline->writer);
    state_flush(pipeline, FLUSH_NONE);
    pipeline->filling = batch->which; /* the other batch is empty: nothing was read meanwhile */
    if (!input_read_headers(&pipeline->input, record) ||
        !batch_bury(batch, &pipeline->cache, record, cause->text)) {
        pipeline_run_short(pipeline);
        state_recover(pipeline, RECOVERY_GOING_BACK);
    }
    batch->began_ms = pipeline->mono_ms;
}

static void recover_suspect(struct pipeline *pipeline, size_t events, const struct error *cause)
{
    if (pipeline->suspects == 0)
        log_warn("pipeline",
                 "the database refuses a record of a batch; looking for it, to keep it as a dead "
                 "letter: %s",
                 cause->text);
    pipeline->suspects = events;
    state_recover(pipeline, RECOVERY_GOING_BACK);
}

void recover_refused(struct pipeline *pipeline)
{
    struct error cause = *pipeline->options.store->ops->error(pipeline->options.store);
    size_t events = pipeline->writer.batch->events;
    struct error error;

    pipeline->statistics.refusals++;
    if (!input_goes_back(&pipeline->input)) {
        error_set(&error, ERROR_STOP,
                  "the database refuses a record, and this source cannot be taken back to find "
                  "which: %s",
                  cause.text);
        pipeline_fail(pipeline, &error);
    } else if (events == 0) {
        pipeline_fail(pipeline, &cause); /* the positions are the cause */
    } else if (pipeline->recovery == RECOVERY_BISECTING && pipeline->suspects == 1) {
        recover_bury(pipeline, &cause);
    } else {
        recover_suspect(pipeline, events, &cause);
    }
}

void recover_committed(struct pipeline *pipeline, size_t events)
{
    if (pipeline->recovery != RECOVERY_BISECTING || events == 0)
        return;
    pipeline->suspects -= events < pipeline->suspects ? events : pipeline->suspects;
    if (pipeline->suspects > 0)
        return;
    log_info("pipeline", "past the record that was refused: whole batches again");
    state_recover(pipeline, RECOVERY_NONE);
}
