/*
 * memory.h - our allocations; tests can make each of them fail.
 *
 * Whatever is sized by input is allocated here, and its caller handles NULL as an error. Tests make the n-th
 * allocation fail (memory_fail_at) to walk every such path. librdkafka allocates its own memory.
 */
#ifndef MERITD_BASE_MEMORY_H
#define MERITD_BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* Like malloc, realloc and free; size is never 0. */
void *memory_alloc(size_t size) __attribute__((malloc, warn_unused_result));
void *memory_realloc(void *old, size_t size) __attribute__((warn_unused_result));
void memory_free(void *block);

/* The n-th allocation from now (1 = the next) returns NULL, once; 0 turns it off. Tests only. */
void memory_fail_at(uint64_t n);

/* For small, fixed allocations at start. When memory is out it prints a message and aborts. */
void *memory_alloc_or_die(size_t size) __attribute__((malloc, returns_nonnull));

#endif
