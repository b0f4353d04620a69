/*
 * recover.c - going back to where the database is: after its connection was lost, and to before a record
 * that it refuses, which is then found by writing one record at a time.
 */
#include "pipeline/machine.h"

#include <inttypes.h>

/* ---- positions from the database ---- */

/* *position becomes what is stored of its partition, or the beginning; its topic stays the collector's. */
static void recover_set(struct position *position, const struct position *stored, size_t count)
{
    const char *topic = position->topic;
    const struct position *found = position_find(stored, count, position);

    if (found != NULL)
        *position = *found;
    else
        *position = (struct position){.partition = position->partition,
                                      .next_offset = -1,
                                      .last_offset = -1,
                                      .last_timestamp = TIME_NONE,
                                      .caught_up_at_ms = TIME_NONE,
                                      .end_offset = -1};
    position->topic = topic;
}

/* The partition's stored position is before one that was durable. */
static bool recover_is_behind(const struct position *durable, const struct position *stored,
                              size_t count)
{
    const struct position *found = position_find(stored, count, durable);

    if (durable->next_offset < 0)
        return false;
    return found == NULL || position_is_before(found, durable);
}

/* From now on the database is known to hold what it says; what it held before and lost is told. */
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

void recover_go_back(struct pipeline *pipeline)
{
    pipeline->void_records = pipeline->void_records || !pipeline_holds_nothing(pipeline);
    flush_abandon(pipeline);
    cache_drop_rest(&pipeline->cache);
    pipeline->going_back = true;
    pipeline->positions_wanted = true;
}

/* All that the collector has begun begins again. */
static bool recover_back(struct pipeline *pipeline, const struct position *stored, size_t count)
{
    struct collector *collector = pipeline->options.collector;
    struct positions *here = &pipeline->here;

    if (!pipeline->going_back)
        return true;
    if (!input_positions(&pipeline->input, here))
        return false;
    recover_learn(pipeline, stored, count);
    for (size_t i = 0; i < here->count; i++)
        recover_set(&here->items[i], stored, count);
    flush_abandon(pipeline); /* what came meanwhile */
    collector->ops->start(collector, here->items, here->count);
    pipeline->going_back = pipeline->void_records = false;
    return true;
}

/* Partitions that were assigned begin where the database says. */
static bool recover_start(struct pipeline *pipeline, const struct position *stored, size_t count)
{
    struct collector *collector = pipeline->options.collector;
    struct positions *here = &pipeline->here;

    if (collector->ops->state(collector) != COLLECTOR_ASSIGNED)
        return true;
    size_t assigned = collector->ops->assigned(collector, NULL, 0);
    if (!positions_reserve(here, assigned))
        return false;
    here->count = collector->ops->assigned(collector, here->items, here->room);
    for (size_t i = 0; i < here->count; i++)
        recover_set(&here->items[i], stored, count);
    if (!positions_put(&pipeline->durable, here->items, here->count))
        return false;
    collector->ops->start(collector, here->items, here->count);
    return true;
}

void recover_positions(struct pipeline *pipeline, const struct position *stored, size_t count)
{
    if (recover_back(pipeline, stored, count) && recover_start(pipeline, stored, count))
        return;
    pipeline->positions_wanted = true;
    pipeline_run_short(pipeline);
}

/* ---- a record that is refused ---- */

/* The batch of one record that was refused becomes a dead letter with the same position. */
static void recover_bury(struct pipeline *pipeline, const struct error *cause)
{
    const struct record *record = input_last(&pipeline->input);
    struct batch *batch = pipeline->writer.batch;

    if (record == NULL || batch->events != 1 || batch->rows.dead_letters.count > 0) {
        pipeline_fail(pipeline, cause); /* it is not the record: it refuses even to keep it */
        return;
    }
    writer_end(&pipeline->writer);
    batch_reset(batch, &pipeline->cache);
    cache_drop_rest(&pipeline->cache);
    pipeline->flush = FLUSH_NONE;
    batch = pipeline_filling(pipeline);
    if (!batch_add_dead_letter(batch, record, REASON_REFUSED_BY_STORE, cause->text)) {
        /* No memory: the record is worked off, refused and buried once more. */
        pipeline->input.next--;
        pipeline_run_short(pipeline);
        return;
    }
    batch->began_ms = pipeline->mono_ms;
    pipeline->statistics.dead_letters[REASON_REFUSED_BY_STORE]++;
}

/*
 * Neither batch is written: their records are read again from the stored positions, one at a time, until
 * the source is past where it was.
 */
static void recover_isolate(struct pipeline *pipeline, const struct error *cause)
{
    if (!input_positions(&pipeline->input, &pipeline->single_until)) {
        pipeline->flush = FLUSH_SEND; /* it will be refused again, with memory */
        pipeline_run_short(pipeline);
        return;
    }
    log_warn("pipeline",
             "the database refuses a record of a batch; looking for it, to keep it as a dead "
             "letter: %s",
             cause->text);
    recover_go_back(pipeline);
    pipeline->single = true;
}

void recover_refused(struct pipeline *pipeline)
{
    struct error cause = *pipeline->options.store->ops->error(pipeline->options.store);

    if (pipeline->single) {
        recover_bury(pipeline, &cause);
    } else if (pipeline->durable.count > 0) {
        recover_isolate(pipeline, &cause);
    } else {
        struct error error;
        error_set(&error, ERROR_STOP,
                  "the database refuses a record, and this source cannot be taken back to find "
                  "which: %s",
                  cause.text);
        pipeline_fail(pipeline, &error);
    }
}

void recover_check_single(struct pipeline *pipeline)
{
    const struct positions *until = &pipeline->single_until;

    if (!pipeline->single || pipeline->going_back ||
        !input_positions(&pipeline->input, &pipeline->here))
        return;
    for (size_t i = 0; i < until->count; i++) {
        const struct position *here = position_find(pipeline->here.items, pipeline->here.count,
                                                    &until->items[i]);
        if (here != NULL && position_is_before(here, &until->items[i]))
            return;
    }
    pipeline->single = false;
    log_info("pipeline", "past the record that was refused: whole batches again");
}
