/* memory.c - malloc with a counter that tests may set. */
#include "base/memory.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Allocations until the one that fails, including it; 0: none fails. */
static uint64_t until_failure;

static bool memory_fails_now(void)
{
    return until_failure != 0 && --until_failure == 0;
}

void *memory_alloc(size_t size)
{
    return memory_fails_now() ? NULL : malloc(size);
}

void *memory_realloc(void *old, size_t size)
{
    return memory_fails_now() ? NULL : realloc(old, size);
}

void memory_free(void *block)
{
    free(block);
}

void memory_fail_at(uint64_t n)
{
    until_failure = n;
}

void *memory_alloc_or_die(size_t size)
{
    void *block = malloc(size);

    if (block == NULL) {
        fprintf(stderr, "out of memory for %zu bytes\n", size);
        abort();
    }
    return block;
}
