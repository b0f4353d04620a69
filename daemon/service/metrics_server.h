/*
 * metrics_server.h - answers /metrics, in the loop, with what its owner writes.
 */
#ifndef MERITD_SERVICE_METRICS_SERVER_H
#define MERITD_SERVICE_METRICS_SERVER_H

#include "base/error.h"
#include "metrics/metrics.h"
#include "service/waiter.h"

struct metrics_server;

/* Appends everything that is counted; out->failed: no memory. */
typedef void metrics_server_write(void *context, enum metrics_format format, struct buffer *out);

/* Listens; answers inside waiter_wait. Lends the context. NULL: it cannot listen. Caller frees, before the waiter. */
MUST_CHECK struct metrics_server *metrics_server_new(struct waiter *waiter, const char *listen,
                                                     metrics_server_write *write, void *context,
                                                     struct error *error);
void metrics_server_free(struct metrics_server *server); /* NULL does nothing */

#endif
