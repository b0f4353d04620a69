/*
 * arena.h - many small allocations, one free.
 *
 * Pattern: arena_init at start; arena_alloc while you work on a batch or a record; arena_reset when its
 * outcome is known (it keeps one block of at most 1 MiB); arena_clear at the end. Blocks double up to 1 MiB;
 * a larger request gets its own block.
 */
#ifndef MERITD_BASE_ARENA_H
#define MERITD_BASE_ARENA_H

#include "base/text.h"

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used;                /* bytes taken in the newest block */
    size_t total;               /* bytes of all blocks: the memory that the arena takes */
    bool secret;                /* blocks are wiped before they are freed */
};

void arena_init(struct arena *arena);
/* Returns size bytes aligned to 16, or NULL when memory is out. They live until reset or clear. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((warn_unused_result));
/* Returns count * size bytes; checks for overflow. count 0 gives a valid pointer. */
void *arena_array(struct arena *arena, size_t count, size_t size)
    __attribute__((warn_unused_result));
/* Copies t into the arena; an absent text stays absent. False when memory is out. */
bool arena_text(struct arena *arena, struct text t, struct text *copy)
    __attribute__((warn_unused_result));
void arena_reset(struct arena *arena);
void arena_clear(struct arena *arena);

#endif
