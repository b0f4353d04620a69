/*
 * memory.h - our allocations, countable and breakable by tests.
 *
 * Everything sized by input is allocated here and a NULL is handled as an error. Tests make the n-th
 * allocation from now fail (memory_fail_at) to walk every such path. Not used by librdkafka's own.
 */
#ifndef MERITD_BASE_MEMORY_H
#define MERITD_BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* Like malloc, realloc and free; size 0 is not asked for. */
void *memory_alloc(size_t size) __attribute__((malloc, warn_unused_result));
void *memory_realloc(void *old, size_t size) __attribute__((warn_unused_result));
void memory_free(void *block);

/* The n-th allocation from now (1 = the next) returns NULL, once; 0 turns it off. Tests only. */
void memory_fail_at(uint64_t n);

/* For fixed small things at start, whose lack no one survives: prints and aborts instead of NULL. */
void *memory_alloc_or_die(size_t size) __attribute__((malloc, returns_nonnull));

#endif
