/*
 * settler.h - the daemon's second connection: calls settle.run and period.keep, never blocks, reconnects by itself.
 *
 *     struct settler *settler = settler_new(&options, &error);
 *     each turn of the loop:
 *         settler_poke(settler)              whenever something was committed
 *         settler_turn(settler, now)         then wait for fd/wants, deadline
 *
 *               opened            session ready              due
 *     AWAY ───────────────► SETUP ─────────────► IDLE ◄──────────────► RUNNING
 *      ▲ ◄── closed, from anywhere               ▲ │                       │ a backlog left: at once
 *                                                │ ├── finishing ► MARKING ┘ (until all before the mark is done)
 *                                                └─┴── at rest ──► KEEPING
 *
 * While it rests after a settlement, and now and then where nothing is written, it keeps scores (period.keep), a
 * month per call, and then rests from that for twice as long as the call took. A settlement that is due goes
 * first. What becomes of keeping touches no settlement: it has a transaction of its own, and if it fails, or takes
 * the connection with it, it waits for a minute.
 *
 * In ordinary work it only tries to take the settler's lock. If another daemon has the lock, it tries again a
 * little later. After settler_finish it keeps no more scores (a call under way has the lock that comes next), waits
 * for the lock, and settles until no dirty row is left that was visible when finishing began.
 */
#ifndef MERITD_STORE_SETTLER_H
#define MERITD_STORE_SETTLER_H

#include "base/error.h"
#include "metrics/histogram.h"
#include "store/postgres.h"

#include <stdint.h>

struct settler;

enum settler_answer {
    SETTLER_GOING,    /* wait */
    SETTLER_FINISHED, /* the work of settler_finish is done */
    SETTLER_STOPPED,  /* a person must act: settler_error */
};

struct settler_statistics {
    uint64_t runs;              /* calls that had the lock */
    uint64_t settled;           /* dirty rows */
    uint64_t put_off;           /* calls that the server refused for now */
    uint64_t losses;            /* connections lost */
    int64_t run_ms;             /* duration of the last of those with the lock, ms */
    struct histogram run_times; /* of all of those */
    bool dirty_left;            /* as the last call returned it */
    bool connected;
    /* Since when (monotonic) something written, by whomever, is not known to be settled; TIME_NONE: all is. */
    int64_t unsettled_since_ms;
};

/* Lends the options and as_of (a timestamptz as text; NULL: the server's clock). Caller frees. */
MUST_CHECK struct settler *settler_new(const struct postgres_options *options, const char *as_of,
                                       int64_t interval_ms, struct error *error);
void settler_free(struct settler *settler); /* NULL does nothing */

/* Settles this often even when nothing was written: a few numbers change with time alone. */
void settler_set_interval(struct settler *settler, int64_t interval_ms);
/* When nothing is dirty, deletes dead letters that are this old, in steps; 0, as at first: none. */
void settler_set_retention(struct settler *settler, int64_t days);
void settler_poke(struct settler *settler);
void settler_finish(struct settler *settler);

/* now_ms is monotonic, as is the deadline (INT64_MAX: none). */
enum settler_answer settler_turn(struct settler *settler, int64_t now_ms);
int settler_fd(const struct settler *settler);         /* -1: none */
unsigned settler_wants(const struct settler *settler); /* enum store_wants */
int64_t settler_deadline_ms(const struct settler *settler);
const struct error *settler_error(const struct settler *settler);
void settler_statistics(const struct settler *settler, struct settler_statistics *out);

#endif
