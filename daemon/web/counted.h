/*
 * counted.h - what /metrics of meritd web tells. docs/monitoring.md has a line for each metric.
 */
#ifndef MERITD_WEB_COUNTED_H
#define MERITD_WEB_COUNTED_H

#include "http/server.h"
#include "metrics/metrics.h"
#include "web/site.h"

/* Whom to ask. Everything is lent. */
struct counted {
    const char *version;
    int64_t began_ms; /* wall clock */
    const struct site *site;
    const struct http_server *server;
    uint64_t answers[6]; /* as http_options has them */
};

/* As metrics_server_write; context: a struct counted. */
void counted_write(void *context, enum metrics_format format, struct buffer *out);

#endif
