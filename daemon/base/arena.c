/* arena.c - a chain of blocks; allocations come from the newest block, in order. */
#include "base/arena.h"

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

enum { ALIGNMENT = 16, FIRST_SIZE = 4096, LARGEST_SIZE = 1 << 20 };

/* The block's bytes follow its header, in the flexible member, aligned like malloc's. */
struct arena_block {
    struct arena_block *older;
    size_t size; /* of bytes */
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

/* Twice the size of the newest block, up to the limit, and never less than the request. */
static size_t arena_next_size(const struct arena *arena, size_t wanted)
{
    size_t size = FIRST_SIZE;

    if (arena->blocks != NULL)
        size = arena->blocks->size < LARGEST_SIZE / 2 ? arena->blocks->size * 2 : LARGEST_SIZE;
    return size < wanted ? wanted : size;
}

static bool arena_grow(struct arena *arena, size_t wanted)
{
    size_t size = arena_next_size(arena, wanted);
    struct arena_block *block = memory_alloc(sizeof *block + size);

    if (block == NULL)
        return false;
    block->older = arena->blocks;
    block->size = size;
    arena->blocks = block;
    arena->used = 0;
    arena->total += size;
    return true;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t wanted = size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if ((arena->blocks == NULL || arena->blocks->size - arena->used < wanted) &&
        !arena_grow(arena, wanted))
        return NULL;
    void *begin = arena->blocks->bytes + arena->used;
    arena->used += wanted;
    return begin;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    return arena_alloc(arena, bytes);
}

bool arena_text(struct arena *arena, struct text t, struct text *copy)
{
    *copy = (struct text){NULL, 0};
    if (text_is_absent(t))
        return true;
    char *bytes = arena_alloc(arena, t.length);
    if (bytes == NULL)
        return false;
    memcpy(bytes, t.bytes, t.length);
    *copy = (struct text){bytes, t.length};
    return true;
}

/* NULL does nothing. */
static void arena_free(const struct arena *arena, struct arena_block *block)
{
    if (arena->secret && block != NULL)
        explicit_bzero(block->bytes, block->size);
    memory_free(block);
}

/* Keeps the largest ordinary block, so an arena in steady use no longer allocates. */
void arena_reset(struct arena *arena)
{
    struct arena_block *kept = NULL;
    struct arena_block *older;

    for (struct arena_block *block = arena->blocks; block != NULL; block = older) {
        older = block->older;
        if (block->size > LARGEST_SIZE || (kept != NULL && kept->size >= block->size)) {
            arena_free(arena, block);
        } else {
            arena_free(arena, kept);
            kept = block;
        }
    }
    *arena = (struct arena){.secret = arena->secret};
    if (kept != NULL) {
        kept->older = NULL;
        arena->blocks = kept;
        arena->total = kept->size;
    }
}

void arena_clear(struct arena *arena)
{
    struct arena_block *older;

    for (struct arena_block *block = arena->blocks; block != NULL; block = older) {
        older = block->older;
        arena_free(arena, block);
    }
    *arena = (struct arena){.secret = arena->secret};
}
