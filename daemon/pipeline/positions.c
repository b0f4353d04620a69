/* positions.c - short lists: a topic has tens of partitions, rarely hundreds. */
#include "pipeline/positions.h"

#include "base/memory.h"

#include <string.h>

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

const struct position *position_find(const struct position *list, size_t count,
                                     const struct position *partition)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].partition == partition->partition &&
            strcmp(list[i].topic, partition->topic) == 0)
            return &list[i];
    return NULL;
}

bool positions_put(struct positions *positions, const struct position *list, size_t count)
{
    if (!positions_reserve(positions, positions->count + count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct position *known = position_find(positions->items, positions->count, &list[i]);
        size_t at = known == NULL ? positions->count++ : (size_t)(known - positions->items);
        positions->items[at] = list[i];
    }
    return true;
}

bool position_is_before(const struct position *a, const struct position *b)
{
    return a->epoch != b->epoch ? a->epoch < b->epoch : a->next_offset < b->next_offset;
}
