/*
 * sort.h - a stable sort, quick when items are nearly in order.
 *
 * Stubs arrive almost in order: a stored set is sorted, and most new stubs come after it. A few items are
 * sorted by insertion, many by merging their existing runs: one pass when all is in order, never more than n
 * log n.
 *
 * It is inline: the compiler knows size and compare, and makes one sort for each kind of item.
 */
#ifndef MERITD_CONVERSATION_SORT_H
#define MERITD_CONVERSATION_SORT_H

#include "base/arena.h"

#include <assert.h>

typedef int sort_compare(const void *a, const void *b);

/* The smaller of two numbers. */
#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

#define SORT_INLINE static inline __attribute__((always_inline))

enum { SORT_FEW = 16, SORT_ITEM_MAX = 64 };

SORT_INLINE void sort_by_insertion(unsigned char *items, size_t count, size_t size,
                                   sort_compare *compare)
{
    unsigned char item[SORT_ITEM_MAX];

    for (size_t i = 1; i < count; i++) {
        size_t to = i;
        while (to > 0 && compare(items + (to - 1) * size, items + i * size) > 0)
            to--;
        if (to == i)
            continue;
        memcpy(item, items + i * size, size);
        memmove(items + (to + 1) * size, items + to * size, (i - to) * size);
        memcpy(items + to * size, item, size);
    }
}

/* The end of the run that begins at `begin`: the first item smaller than the one before it, or count. */
SORT_INLINE size_t sort_run_end(const unsigned char *items, size_t begin, size_t count, size_t size,
                                sort_compare *compare)
{
    size_t end = begin + 1;

    while (end < count && compare(items + (end - 1) * size, items + end * size) <= 0)
        end++;
    return end;
}

/* Merges [begin, middle) and [middle, end) of `from` into the same places of `to`. */
SORT_INLINE void sort_merge(const unsigned char *from, unsigned char *to, size_t begin,
                            size_t middle, size_t end, size_t size, sort_compare *compare)
{
    size_t left = begin, right = middle, at = begin;

    while (left < middle && right < end) {
        size_t *next = compare(from + left * size, from + right * size) <= 0 ? &left : &right;
        memcpy(to + at++ * size, from + (*next)++ * size, size);
    }
    memcpy(to + at * size, from + left * size, (middle - left) * size);
    at += middle - left;
    memcpy(to + at * size, from + right * size, (end - right) * size);
}

/* Merges each pair of neighbouring runs; returns how many runs are left. */
SORT_INLINE size_t sort_merge_pairs(const unsigned char *from, unsigned char *to, size_t count,
                                    size_t size, sort_compare *compare)
{
    size_t runs = 0;

    for (size_t begin = 0, end; begin < count; begin = end, runs++) {
        size_t middle = sort_run_end(from, begin, count, size, compare);
        end = middle == count ? count : sort_run_end(from, middle, count, size, compare);
        sort_merge(from, to, begin, middle, end, size, compare);
    }
    return runs;
}

/* Sorts in place, with scratch memory from the arena. False when memory is out: the items are unchanged. */
SORT_INLINE bool sort_stable(struct arena *arena, void *items, size_t count, size_t size,
                             sort_compare *compare)
{
    unsigned char *from = items;

    assert(size <= SORT_ITEM_MAX);
    if (count <= SORT_FEW) {
        sort_by_insertion(items, count, size, compare);
        return true;
    }
    if (sort_run_end(from, 0, count, size, compare) == count)
        return true;
    unsigned char *to = arena_array(arena, count, size);
    if (to == NULL)
        return false;
    size_t runs;
    do {
        runs = sort_merge_pairs(from, to, count, size, compare);
        unsigned char *other = from;
        from = to;
        to = other;
    } while (runs > 1);
    if (from != items)
        memcpy(items, from, count * size);
    return true;
}

#endif
