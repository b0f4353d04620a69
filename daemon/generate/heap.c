/*
 * heap.c - a four-way heap (shallower, and its children share a cache line) and the pools.
 */
#include "generate/heap.h"

#include <stdlib.h>
#include <string.h>

#define WAYS 4
#define FIRST_CAP 64

void generate_heap_clear(struct generate_heap *heap)
{
    free(heap->entries);
    memset(heap, 0, sizeof(*heap));
}

static bool heap_grow(struct generate_heap *heap)
{
    size_t cap = heap->cap ? 2 * heap->cap : FIRST_CAP;
    struct generate_heap_entry *entries = realloc(heap->entries, cap * sizeof(*entries));

    if (!entries)
        return false;
    heap->entries = entries;
    heap->cap = cap;
    return true;
}

bool generate_heap_push(struct generate_heap *heap, int64_t time, uint32_t actor)
{
    size_t at;

    if (heap->count == heap->cap && !heap_grow(heap))
        return false;
    for (at = heap->count++; at > 0; at = (at - 1) / WAYS) {
        if (heap->entries[(at - 1) / WAYS].time <= time)
            break;
        heap->entries[at] = heap->entries[(at - 1) / WAYS];
    }
    heap->entries[at] = (struct generate_heap_entry){time, actor};
    return true;
}

/* The earliest child of the entry at `at`, or `count` when it has none. */
static size_t heap_child(const struct generate_heap *heap, size_t at)
{
    size_t first = WAYS * at + 1;
    size_t end = first + WAYS < heap->count ? first + WAYS : heap->count;
    size_t best = first;

    if (first >= heap->count)
        return heap->count;
    for (size_t i = first + 1; i < end; i++) {
        if (heap->entries[i].time < heap->entries[best].time)
            best = i;
    }
    return best;
}

/* Puts the entry in at the top's place and lets it sink. */
static void heap_sink(struct generate_heap *heap, struct generate_heap_entry entry)
{
    size_t at = 0;
    size_t child;

    while ((child = heap_child(heap, at)) < heap->count && heap->entries[child].time < entry.time) {
        heap->entries[at] = heap->entries[child];
        at = child;
    }
    heap->entries[at] = entry;
}

void generate_heap_delay_top(struct generate_heap *heap, int64_t time)
{
    heap_sink(heap, (struct generate_heap_entry){time, heap->entries[0].actor});
}

void generate_heap_drop_top(struct generate_heap *heap)
{
    heap->count--;
    if (heap->count > 0)
        heap_sink(heap, heap->entries[heap->count]);
}

void generate_pool_init(struct generate_pool *pool, size_t slot_size)
{
    *pool = (struct generate_pool){.slot_size = slot_size, .first_free = GENERATE_POOL_NONE};
}

void generate_pool_clear(struct generate_pool *pool)
{
    free(pool->slots);
    pool->slots = NULL;
}

static bool pool_grow(struct generate_pool *pool)
{
    uint32_t cap = pool->cap ? 2 * pool->cap : FIRST_CAP;
    char *slots = realloc(pool->slots, cap * pool->slot_size);

    if (!slots)
        return false;
    pool->slots = slots;
    pool->cap = cap;
    return true;
}

uint32_t generate_pool_take(struct generate_pool *pool)
{
    uint32_t index = pool->first_free;

    if (index != GENERATE_POOL_NONE)
        memcpy(&pool->first_free, generate_pool_at(pool, index), sizeof(index));
    else if (pool->count == pool->cap && !pool_grow(pool))
        return GENERATE_POOL_NONE;
    else
        index = pool->count++;
    memset(generate_pool_at(pool, index), 0, pool->slot_size);
    return index;
}

void generate_pool_free(struct generate_pool *pool, uint32_t index)
{
    memcpy(generate_pool_at(pool, index), &pool->first_free, sizeof(index));
    pool->first_free = index;
}
