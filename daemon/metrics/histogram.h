/*
 * histogram.h - how often a number fell into which range. Plain integers; one thread has them.
 *
 *     static const struct histogram_bounds durations = {.per_unit = 1000, .count = 3, .at = {5, 50, 500}};
 *     struct histogram histogram = {.bounds = &durations};     in ms, shown in seconds
 *     histogram_add(&histogram, 12);                            falls into (5, 50]
 */
#ifndef MERITD_METRICS_HISTOGRAM_H
#define MERITD_METRICS_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

enum { HISTOGRAM_BOUNDS_MAX = 14 };

/* Upper bounds, each in its range, ascending. */
struct histogram_bounds {
    int64_t per_unit; /* what is shown is divided by this: 1000 for ms that are shown in seconds */
    size_t count;
    int64_t at[HISTOGRAM_BOUNDS_MAX];
};

struct histogram {
    const struct histogram_bounds *bounds;
    uint64_t
        counts[HISTOGRAM_BOUNDS_MAX + 1]; /* by range; counts[bounds->count]: above all bounds */
    int64_t sum;
};

static inline void histogram_add(struct histogram *histogram, int64_t number)
{
    const struct histogram_bounds *bounds = histogram->bounds;
    size_t range = 0;

    while (range < bounds->count && number > bounds->at[range])
        range++;
    histogram->counts[range]++;
    histogram->sum += number;
}

#endif
