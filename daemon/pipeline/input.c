/* input.c - see input.h. */
#include "pipeline/input.h"

#include <assert.h>
#include <inttypes.h>

enum {
    TOLD_EVERY_MS = 60000,
    LATE_MS = 3600000, /* an event comes late more than an hour after it happened */
    EAGER_RECORDS = 256,
};

void input_init(struct input *input, struct collector *collector, struct decoder *decoder,
                struct customer_key *key)
{
    *input = (struct input){.collector = collector, .decoder = decoder, .key = key};
}

void input_clear(struct input *input)
{
    positions_clear(&input->started);
    positions_clear(&input->told);
}

/* ---- records ---- */

/* No row is written of it: this line says where to find it. */
static void input_tell_too_old(struct input *input, const struct record *record, int64_t mono_ms)
{
    log_limited(&input->too_old_limit, mono_ms, TOLD_EVERY_MS, "pipeline",
                "an event from before the first day that is kept is skipped: %.*s/%" PRId32
                " at %" PRId64,
                (int)record->topic.length, record->topic.bytes, record->partition, record->offset);
}

/*
 * Counts a late event in its partition. Whether it is late follows from the record alone, and its partition was started with
 * the number that was stored with the position: so the number follows from the next offset, whoever reads, and however often.
 * A line of a file does not say when it came. Records are of what is over, so none is late.
 */
static void input_count_late(struct input *input, const struct record *record,
                             const struct event *event)
{
    if (event_type_is_record(event->type) || record->timestamp_ms == TIME_NONE ||
        record->timestamp_ms - event->time_ms <= LATE_MS)
        return;
    for (size_t i = 0; i < input->started.count; i++) {
        struct position *position = &input->started.items[i];
        if (position->partition != record->partition ||
            !text_equal(text_of(position->topic), record->topic))
            continue;
        position->late_records++;
        position->late_offset = record->offset;
        position->late_at_ms = record->timestamp_ms;
    }
}

bool input_read_headers(struct input *input, struct record *record)
{
    return record->unread == NULL || input->collector->ops->read_headers(input->collector, record);
}

/* Reads the headers only of a record that wants them, and of the next ones: they are likely to be of its kind. */
static enum decode_result input_decode(struct input *input, struct record *record, int64_t wall_ms,
                                       struct event *event, struct reject *reject)
{
    bool eager = input->eager > 0;

    input->eager -= eager;
    if (eager && !input_read_headers(input, record))
        return DECODE_NO_MEMORY;
    enum decode_result result = decode(input->decoder, record, wall_ms, event, reject);
    if (result != DECODE_WANTS_HEADERS)
        return result;
    input->eager = EAGER_RECORDS;
    return input_read_headers(input, record)
               ? decode(input->decoder, record, wall_ms, event, reject)
               : DECODE_NO_MEMORY;
}

/* False: no memory; process the record again later. */
static bool input_take(struct input *input, struct batch *batch, struct cache *cache,
                       struct record *record, int64_t wall_ms, int64_t mono_ms)
{
    struct event event;
    struct reject reject;

    switch (input_decode(input, record, wall_ms, &event, &reject)) {
    case DECODE_EVENT:
        if (!batch_add(batch, cache, &event, input->key))
            return false;
        input_count_late(input, record, &event);
        break;
    case DECODE_TOMBSTONE: batch->intake.tombstones++; break;
    case DECODE_OTHER_SHOP: batch->intake.other_shop++; break;
    case DECODE_TOO_OLD:
        batch->intake.too_old++;
        input_tell_too_old(input, record, mono_ms);
        break;
    case DECODE_REJECT:
        if (!input_read_headers(input, record) ||
            !batch_add_dead_letter(batch, record, reject.reason, reject.message))
            return false;
        break;
    case DECODE_WANTS_HEADERS: /* they are read */
    case DECODE_NO_MEMORY: return false;
    }
    batch->intake.records++;
    batch->intake.record_bytes += record->value.length;
    return true;
}

/* Makes room in the batch for all positions that the collector may give. A poll starts no partition. */
static bool input_make_room(struct input *input, struct batch *batch)
{
    size_t count = input->collector->ops->positions(input->collector, NULL, 0);

    return positions_reserve(&input->told, count) && batch_reserve_positions(batch, count);
}

/* All polled records are in the batch: takes the positions. Does not ask a failed source: it may have failed
 * in the middle of a poll. */
static void input_move_positions(struct input *input, struct batch *batch)
{
    const struct collector_ops *ops = input->collector->ops;
    struct positions *told = &input->told;

    if (ops->state(input->collector) == COLLECTOR_FAILED)
        return;
    size_t count = ops->positions(input->collector, told->items, told->room);
    told->count = count < told->room ? count : told->room;
    for (size_t i = 0; i < told->count; i++) {
        struct position position = told->items[i];
        const struct position *started = position_find(input->started.items, input->started.count,
                                                       &position, i);
        if (position.next_offset < 0 || started == NULL)
            continue;
        position.late_records = started->late_records;
        position.late_offset = started->late_offset;
        position.late_at_ms = started->late_at_ms;
        batch_set_position(batch, &position, i);
    }
}

enum input_result input_turn(struct input *input, struct batch *batch, struct cache *cache,
                             size_t max, int64_t wall_ms, int64_t mono_ms)
{
    assert(max <= INPUT_POLL_MAX);
    if (!input_make_room(input, batch))
        return INPUT_NO_MEMORY;
    if (!input_has_rest(input)) {
        input->next = 0;
        input->count = input->collector->ops->poll(input->collector, wall_ms, input->records, max);
    }
    for (; input->next < input->count; input->next++)
        if (!input_take(input, batch, cache, &input->records[input->next], wall_ms, mono_ms))
            return INPUT_NO_MEMORY;
    input_move_positions(input, batch);
    return input->count == 0 ? INPUT_NOTHING : INPUT_SOME;
}

bool input_has_rest(const struct input *input)
{
    return input->next < input->count;
}

struct record *input_last(struct input *input)
{
    return input->next == 0 ? NULL : &input->records[input->next - 1];
}

bool input_keep_from(struct input *input, int64_t kept_from_ms)
{
    if (input->knows_limit && kept_from_ms != input->kept_from_ms && !input_goes_back(input))
        return false;
    input->knows_limit = true;
    input->kept_from_ms = kept_from_ms;
    decoder_keep_from(input->decoder, kept_from_ms);
    return true;
}

/* ---- going back ---- */

bool input_goes_back(const struct input *input)
{
    return input->collector->ops->start != NULL;
}

bool input_start(struct input *input, const struct positions *stored)
{
    if (!positions_put(&input->started, stored->items, stored->count))
        return false;
    input->collector->ops->start(input->collector, stored->items, stored->count);
    return true;
}

void input_drop(struct input *input)
{
    input->count = input->next = 0;
    input->started.count = input->told.count = 0;
}
