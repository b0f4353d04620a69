/*
 * heap.h - which actor acts next, and the actors' records.
 *
 * The heap holds one entry for each actor that still has something to do, earliest first. The pools
 * hold the actors' records by index; a freed slot is reused first, so memory follows the number of living
 * actors, not of all actors ever.
 *
 * Invariant of the heap: no entry is earlier than its parent, (i - 1) / 4.
 */
#ifndef MERITD_GENERATE_HEAP_H
#define MERITD_GENERATE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct generate_heap_entry {
    int64_t time;   /* ms since 1970 */
    uint32_t actor; /* set by the owner */
};

struct generate_heap {
    struct generate_heap_entry *entries;
    size_t count, cap;
};

/* Zero-initialise to begin with; _clear frees. */
void generate_heap_clear(struct generate_heap *heap);
/* False when out of memory: the heap is as before. Among equal times the entry on top stays on top. */
bool generate_heap_push(struct generate_heap *heap, int64_t time, uint32_t actor);
/* The top entry acts again at `time`, which is not before its last time. */
void generate_heap_delay_top(struct generate_heap *heap, int64_t time);
void generate_heap_drop_top(struct generate_heap *heap);

#define GENERATE_POOL_NONE UINT32_MAX

struct generate_pool {
    char *slots;
    size_t slot_size; /* bytes, at least 4: a free slot holds the index of the next one */
    uint32_t count, cap;
    uint32_t first_free; /* GENERATE_POOL_NONE: none */
};

void generate_pool_init(struct generate_pool *pool, size_t slot_size);
void generate_pool_clear(struct generate_pool *pool);
/*
 * Returns the index of a zeroed slot, or GENERATE_POOL_NONE when out of memory. May move the other slots:
 * older pointers into the pool are invalid afterwards.
 */
uint32_t generate_pool_take(struct generate_pool *pool);
void generate_pool_free(struct generate_pool *pool, uint32_t index);

static inline void *generate_pool_at(const struct generate_pool *pool, uint32_t index)
{
    return pool->slots + (size_t)index * pool->slot_size;
}

#endif
