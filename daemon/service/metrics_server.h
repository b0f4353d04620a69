/*
 * metrics_server.h - answers /metrics, in the loop, of what the daemon counts.
 */
#ifndef MERITD_SERVICE_METRICS_SERVER_H
#define MERITD_SERVICE_METRICS_SERVER_H

#include "base/error.h"
#include "service/exposition.h"
#include "service/waiter.h"

struct metrics_server;

/* Listens; answers inside waiter_wait. Lends the exposition. NULL: it cannot listen. Caller frees, before the waiter. */
MUST_CHECK struct metrics_server *metrics_server_new(struct waiter *waiter, const char *listen,
                                                     const struct exposition *exposition,
                                                     struct error *error);
void metrics_server_free(struct metrics_server *server); /* NULL does nothing */

#endif
