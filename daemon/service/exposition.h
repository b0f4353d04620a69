/*
 * exposition.h - everything that /metrics of a daemon tells, made of what pipeline, settler and loop count anyway.
 * docs/monitoring.md has a line for each metric.
 */
#ifndef MERITD_SERVICE_EXPOSITION_H
#define MERITD_SERVICE_EXPOSITION_H

#include "collectors/collector.h"
#include "metrics/metrics.h"
#include "pipeline/pipeline.h"
#include "store/settler.h"

/* Of the loop. */
struct loop_statistics {
    struct histogram turn_ms; /* how long turns took */
    uint64_t stalls;          /* turns that took a second, or began a second late */
};

/* Whom to ask. Everything is lent. */
struct exposition {
    const char *version;
    int64_t began_ms; /* wall clock */
    const struct collector *collector;
    const struct pipeline *pipeline;
    const struct settler *settler;
    const struct loop_statistics *loop;
};

/* Appends the text; out->failed: no memory. now_ms is monotonic. */
void exposition_write(const struct exposition *exposition, enum metrics_format format,
                      int64_t now_ms, struct buffer *out);

#endif
