/*
 * store.h - the destination of batches: one table of functions; postgres implements it (others:
 * tests/doubles).
 *
 * Every request is one SQL statement and its own transaction: no transaction is open while the client works,
 * so a stopped process blocks nobody. At most one request is open at a time. Nothing blocks: start a request,
 * then call turn whenever the socket is ready, until the store answers.
 *
 *     store->ops->write(store, &write, &error);
 *     while ((answer = store->ops->turn(store, now)) == STORE_BUSY) wait for fd/wants, deadline
 *     switch (answer) …
 *
 * SQL defines what a write does (sql/ingest/write.sql): compare-and-swap for conversations, the smaller wins
 * for everything else, and positions only if no conversation comes back.
 */
#ifndef MERITD_STORE_STORE_H
#define MERITD_STORE_STORE_H

#include "base/arena.h"
#include "base/error.h"
#include "model/calendar.h"
#include "model/rows.h"

enum store_answer {
    STORE_IDLE,    /* connected; no request is open */
    STORE_BUSY,    /* connecting, or a request is open: wait */
    STORE_DONE,    /* the request is answered: read the answer once, with the matching function */
    STORE_LOST,    /* no connection: an open request may or may not have happened. The store backs
                      off and reconnects by itself; every cached version is void (STORE_RENEWED) */
    STORE_RENEWED, /* connected (again): once, first of all; settings were read anew */
    STORE_AGAIN,   /* the server refused for a passing reason (deadlock, timeout, disk full …);
                      returned once, then BUSY during a pause; at IDLE send the same request again */
    STORE_REFUSED, /* the server refuses this content (class 22, 23, 54 …): error() */
    STORE_STOPPED, /* a person must act (wrong schema, other shop, …): error() */
};

enum store_wants { STORE_WANTS_READ = 1, STORE_WANTS_WRITE = 2 };

/* A conversation as stored; absent stubs: not stored. Lent until the next request. */
struct stored_conversation {
    struct text conversation;
    struct uuid version;
    struct text stubs;
};

/* Settings that every connection reads first. Valid from STORE_RENEWED to STORE_LOST. */
struct store_settings {
    int64_t idle_ms;          /* rule session.idle_hours */
    int64_t kept_from_ms;     /* earlier events are too old (ref.shop); INT64_MIN: none is */
    struct calendar calendar; /* ref.day */
};

struct store;

struct store_ops {
    const char *name; /* "postgres": for logs */

    /* Makes progress; never blocks. Returns the state; DONE, RENEWED, AGAIN and LOST once per cause. now_ms
     * is monotonic, as are the deadlines. Logs problems that it survives. */
    enum store_answer (*turn)(struct store *store, int64_t now_ms);
    int (*fd)(const struct store *store);              /* -1: none now */
    unsigned (*wants)(const struct store *store);      /* enum store_wants */
    int64_t (*deadline_ms)(const struct store *store); /* turn no later; INT64_MAX: none */
    const struct error *(*error)(const struct store *store);
    const struct store_settings *(*settings)(const struct store *store);

    /* The three requests. Send one only after turn returned IDLE (or the answer of DONE was read). The only
     * error is ERROR_MEMORY. */
    bool (*write)(struct store *store, const struct write *write, struct error *error);
    bool (*read_conversations)(struct store *store, const struct conversation_row *rows,
                               size_t count, struct error *error);
    bool (*read_positions)(struct store *store, struct error *error);

    /* After a write is DONE: the number of conversations that were not written because their stored row had
     * changed. If there are any, the positions were not written either; everything else was. */
    size_t (*came_back)(const struct store *store);
    /* After read_conversations is DONE: the requested rows whose stored version differs from row->version; a
     * row that is not stored has absent stubs. NULL: no memory; call again later, the answer stays. Here and
     * below: lent until the next request. */
    const struct stored_conversation *(*conversations)(struct store *store, size_t *count);
    /* After read_positions is DONE: all positions in the database. NULL: no memory. */
    const struct position *(*positions)(struct store *store, size_t *count);

    void (*free)(struct store *store);
};

struct store {
    const struct store_ops *ops;
};

#endif
