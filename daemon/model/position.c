/* position.c - short lists: a topic has tens of partitions, rarely hundreds. */
#include "model/position.h"

#include "base/memory.h"
#include "base/time.h"

#include <string.h>

struct position position_unknown(const char *topic, int32_t partition)
{
    return (struct position){.topic = topic,
                             .partition = partition,
                             .next_offset = -1,
                             .last_offset = -1,
                             .last_timestamp = TIME_NONE,
                             .caught_up_at_ms = TIME_NONE,
                             .end_offset = -1,
                             .late_offset = -1,
                             .late_at_ms = TIME_NONE};
}

void positions_clear(struct positions *positions)
{
    memory_free(positions->items);
    *positions = (struct positions){0};
}

bool positions_reserve(struct positions *positions, size_t count)
{
    if (count <= positions->room)
        return true;
    struct position *grown = memory_realloc(positions->items, count * sizeof *grown);
    if (grown == NULL)
        return false;
    positions->items = grown;
    positions->room = count;
    return true;
}

static bool position_is_of(const struct position *position, const struct position *partition)
{
    return position->partition == partition->partition &&
           (position->topic == partition->topic || strcmp(position->topic, partition->topic) == 0);
}

const struct position *position_find(const struct position *list, size_t count,
                                     const struct position *partition, size_t guess)
{
    if (guess < count && position_is_of(&list[guess], partition))
        return &list[guess];
    for (size_t i = 0; i < count; i++)
        if (position_is_of(&list[i], partition))
            return &list[i];
    return NULL;
}

bool positions_put(struct positions *positions, const struct position *list, size_t count)
{
    if (!positions_reserve(positions, positions->count + count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct position *known = position_find(positions->items, positions->count, &list[i],
                                                     i);
        size_t at = known == NULL ? positions->count++ : (size_t)(known - positions->items);
        positions->items[at] = list[i];
    }
    return true;
}

bool position_is_before(const struct position *a, const struct position *b)
{
    return a->epoch != b->epoch ? a->epoch < b->epoch : a->next_offset < b->next_offset;
}

bool position_says_more(const struct position *a, const struct position *b)
{
    return a->next_offset != b->next_offset || a->epoch != b->epoch ||
           a->caught_up_at_ms != b->caught_up_at_ms || a->end_offset != b->end_offset ||
           a->gap_records != b->gap_records;
}
