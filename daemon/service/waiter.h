/*
 * waiter.h - waiting for descriptors, a deadline and signals: libevent behind four calls.
 *
 *     waiter_watch(waiter, fd, WAITER_READ);      as many as there are, before each wait
 *     waiter_wait(waiter, 250);                   then they are forgotten again
 *
 * A descriptor is watched for one wait only and let go before anybody may close it: libpq opens another
 * socket under the same number when it connects again. (A header of its own, because libevent's struct
 * event is not ours.)
 */
#ifndef MERITD_SERVICE_WAITER_H
#define MERITD_SERVICE_WAITER_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

enum { WAITER_READ = 1, WAITER_WRITE = 2, WAITER_FDS_MAX = 8, WAITER_SIGNALS_MAX = 8 };

struct waiter;

/* NULL: libevent cannot be set up. Caller frees. */
MUST_CHECK struct waiter *waiter_new(void);
void waiter_free(struct waiter *waiter); /* NULL does nothing */

/* From now on the signal calls the function, within waiter_wait. */
MUST_CHECK bool waiter_catch(struct waiter *waiter, int number,
                             void (*caught)(int number, void *context), void *context);

/* events: WAITER_READ, WAITER_WRITE or both; fd -1 and no events do nothing. */
void waiter_watch(struct waiter *waiter, int fd, unsigned events);

/* Until a descriptor is ready, a signal came, or the time is over; 0 and less: only looks. */
void waiter_wait(struct waiter *waiter, int64_t ms);

#endif
