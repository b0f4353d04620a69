/*
 * store.h - where a batch goes: one table of functions; postgres implements it (others: tests/doubles).
 *
 * Every call is one SQL statement and one transaction of its own: nothing is ever open while the
 * client thinks, so a stopped process can hold nobody up. At most one request is under way. Nothing
 * blocks: start a request, then feed the store its socket until it answers.
 *
 *     store->ops->write(store, &write, &error);
 *     while ((answer = store->ops->turn(store, now)) == STORE_BUSY) wait for fd/wants, deadline
 *     switch (answer) …
 *
 * What was written is defined by SQL (sql/ingest/write.sql): conversations by
 * compare-and-swap, everything else smaller-wins; positions only when nothing came back.
 */
#ifndef MERITD_STORE_STORE_H
#define MERITD_STORE_STORE_H

#include "base/arena.h"
#include "base/error.h"
#include "model/calendar.h"
#include "model/rows.h"

enum store_answer {
    STORE_IDLE, /* nothing asked, nothing under way; connected */
    STORE_BUSY, /* connecting or a request under way: wait */
    STORE_DONE, /* the request is answered: read it with the matching result member, once */
    STORE_LOST, /* no connection: what was under way may or may not have happened. The store backs
                      off and connects again by itself; every cached version is void (STORE_RENEWED) */
    STORE_RENEWED, /* connected (again): told once, before anything else; settings were read anew */
    STORE_AGAIN, /* the server refused for a reason that passes (deadlock, timeout, disk full …);
                      told once, then BUSY during a pause; at IDLE send the same request again */
    STORE_REFUSED, /* the server refuses this content (class 22, 23, 54 …): error() */
    STORE_STOPPED, /* a person must act (wrong schema, other shop, …): error() */
};

enum store_wants { STORE_WANTS_READ = 1, STORE_WANTS_WRITE = 2 };

/* A conversation as the database has it; absent stubs: it has none. Lent until the next request. */
struct stored_conversation {
    struct text conversation;
    struct uuid version;
    struct text stubs;
};

/* What every connection reads first. Valid from STORE_RENEWED to STORE_LOST. */
struct store_settings {
    int64_t idle_ms;          /* rule session.idle_hours */
    struct calendar calendar; /* ref.day */
};

struct store;

struct store_ops {
    const char *name; /* "postgres": for logs */

    /* Progress; never blocks. Returns the state; each of DONE, RENEWED, AGAIN, LOST once a cause.
     * now_ms is monotonic, as are the deadlines. Logs what it survives by itself. */
    enum store_answer (*turn)(struct store *store, int64_t now_ms);
    int (*fd)(const struct store *store);              /* -1 while there is none */
    unsigned (*wants)(const struct store *store);      /* enum store_wants */
    int64_t (*deadline_ms)(const struct store *store); /* turn no later than this; INT64_MAX none */
    const struct error *(*error)(const struct store *store);
    const struct store_settings *(*settings)(const struct store *store);

    /* The three requests; each only when turn said IDLE (or DONE was taken). ERROR_MEMORY: no memory. */
    bool (*write)(struct store *store, const struct write *write, struct error *error);
    bool (*read_conversations)(struct store *store, const struct conversation_row *rows,
                               size_t count, struct error *error);
    bool (*read_positions)(struct store *store, struct error *error);

    /* After DONE of write: how many conversations were not written because their row was another; the
     * positions were then not written either, all else was. */
    size_t (*came_back)(const struct store *store);
    /* After DONE of read_conversations: those of the rows asked for whose stored version differs from
     * row->version; one that is not stored at all has absent stubs. NULL: no memory, ask once more
     * later; the answer stays. Here and below: lent until the next request. */
    const struct stored_conversation *(*conversations)(struct store *store, size_t *count);
    /* After DONE of read_positions: all of this database. NULL: no memory. */
    const struct position *(*positions)(struct store *store, size_t *count);

    void (*free)(struct store *store);
};

struct store {
    const struct store_ops *ops;
};

#endif
