/*
 * waiter.h - waits for descriptors, a deadline and signals, with libevent.
 *
 *     waiter_watch(waiter, fd, WAITER_READ);      for each descriptor, before each wait
 *     waiter_wait(waiter, 250);                   afterwards the descriptors are forgotten
 *
 * A descriptor is watched during one wait only, so it is never watched when its owner closes it: libpq may
 * open another socket with the same number. (The header hides libevent, because our struct event has the same
 * name.)
 */
#ifndef MERITD_SERVICE_WAITER_H
#define MERITD_SERVICE_WAITER_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

enum { WAITER_READ = 1, WAITER_WRITE = 2, WAITER_FDS_MAX = 32, WAITER_SIGNALS_MAX = 8 };

struct event_base;
struct waiter;

/* NULL: libevent could not start. Caller frees. */
MUST_CHECK struct waiter *waiter_new(void);
/* What an HTTP server may live in (http/server.h): waiter_wait then serves it, too. Lent. */
struct event_base *waiter_base(struct waiter *waiter);
void waiter_free(struct waiter *waiter); /* NULL does nothing */

/* From now on the signal calls the function, inside waiter_wait. */
MUST_CHECK bool waiter_catch(struct waiter *waiter, int number,
                             void (*caught)(int number, void *context), void *context);

/* events: WAITER_READ, WAITER_WRITE or both; fd -1 and no events do nothing. */
void waiter_watch(struct waiter *waiter, int fd, unsigned events);

/* Waits until a descriptor is ready, a signal has come, or timeout_ms are over; 0 or less: only checks. */
void waiter_wait(struct waiter *waiter, int64_t ms);

#endif
