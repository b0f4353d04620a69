/* memory.c - malloc behind a counter that tests may arm. */
#include "base/memory.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Allocations still to come before the one that fails, itself included; 0: none is to fail. */
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
