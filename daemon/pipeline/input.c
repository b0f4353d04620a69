/* input.c - see input.h. */
#include "pipeline/input.h"

#include <assert.h>

void input_init(struct input *input, struct collector *collector, struct decoder *decoder,
                struct customer_key *key, struct pipeline_statistics *statistics)
{
    *input = (struct input){
        .collector = collector, .decoder = decoder, .key = key, .statistics = statistics};
    arena_init(&input->arena);
}

void input_clear(struct input *input)
{
    arena_clear(&input->arena);
}

/* ---- records ---- */

static bool input_reject(struct input *input, struct batch *batch, const struct record *record,
                         const struct reject *reject)
{
    if (!batch_add_dead_letter(batch, record, reject->reason, reject->message))
        return false;
    input->statistics->dead_letters[reject->reason]++;
    return true;
}

/* False: no memory, the record is to be worked off again. */
static bool input_take(struct input *input, struct batch *batch, struct cache *cache,
                       const struct record *record, int64_t wall_ms)
{
    struct pipeline_statistics *statistics = input->statistics;
    struct event event;
    struct reject reject;

    arena_reset(&input->arena);
    switch (decode(input->decoder, record, wall_ms, &input->arena, &event, &reject)) {
    case DECODE_EVENT:
        if (!batch_add(batch, cache, &event, input->key))
            return false;
        statistics->events++;
        break;
    case DECODE_TOMBSTONE: statistics->tombstones++; break;
    case DECODE_OTHER_SHOP: statistics->other_shop++; break;
    case DECODE_REJECT:
        if (!input_reject(input, batch, record, &reject))
            return false;
        break;
    case DECODE_NO_MEMORY: return false;
    }
    statistics->records++;
    statistics->record_bytes += record->value.length;
    return true;
}

enum input_result input_turn(struct input *input, struct batch *batch, struct cache *cache,
                             size_t max, int64_t wall_ms)
{
    assert(max <= INPUT_POLL_MAX);
    if (!input_has_rest(input)) {
        input->next = 0;
        input->count = input->collector->ops->poll(input->collector, wall_ms, input->records, max);
        if (input->count == 0)
            return INPUT_NOTHING;
    }
    for (; input->next < input->count; input->next++)
        if (!input_take(input, batch, cache, &input->records[input->next], wall_ms))
            return INPUT_NO_MEMORY;
    return INPUT_SOME;
}

bool input_has_rest(const struct input *input)
{
    return input->next < input->count;
}

void input_forget_rest(struct input *input)
{
    input->count = input->next = 0;
}

const struct record *input_last(const struct input *input)
{
    return input->next == 0 ? NULL : &input->records[input->next - 1];
}

/* ---- positions ---- */

bool input_positions(const struct input *input, struct positions *positions)
{
    const struct collector_ops *ops = input->collector->ops;

    if (!positions_reserve(positions, ops->positions(input->collector, NULL, 0)))
        return false;
    positions->count = ops->positions(input->collector, positions->items, positions->room);
    return true;
}

bool input_close_batch(const struct input *input, struct batch *batch)
{
    const struct collector_ops *ops = input->collector->ops;
    size_t count = ops->positions(input->collector, NULL, 0);
    struct position *room = batch_position_room(batch, count);

    if (room == NULL)
        return count == 0;
    count = ops->positions(input->collector, room, count);
    batch->rows.positions.count = 0;
    for (size_t i = 0; i < count; i++)
        if (room[i].next_offset >= 0) /* else nothing is known of it yet */
            room[batch->rows.positions.count++] = room[i];
    return true;
}
