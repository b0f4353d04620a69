/*
 * readers.h - a few connections that ask on behalf of people, never block and reconnect by themselves.
 *
 *     readers_ask(readers, &question, hear, context, now)      any time; hear is called once, in a later turn
 *     each turn of the loop: readers_turn(readers, now), then wait for fds and the deadline
 *
 * Each question is a transaction of its own, in which the connection's login becomes the person (set local role), so the
 * server decides what the person sees. Which logins it may become is the administrator's choice: those of which the
 * connection's login is a member, by way of meritd_web (docs/web.md). It never becomes who could change that:
 * superusers, who may make roles, and the database's owner.
 *
 * A login has a few questions under way or waiting at most, and its second is begun after everybody's first.
 *
 * One more connection listens (LISTEN).
 */
#ifndef MERITD_STORE_READERS_H
#define MERITD_STORE_READERS_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"
#include "store/postgres.h"

enum { READERS_MAX = 16, READERS_FDS_MAX = READERS_MAX + 1, READERS_PARAMS_MAX = 12 };

struct readers;

/* Texts are lent until the readers are freed. */
struct readers_options {
    const struct postgres_options *database;
    size_t count;        /* of connections, 1 to READERS_MAX */
    unsigned timeout_ms; /* of a question, and for locks. What writes may take ten times as long.
                            For a free connection a question waits six times as long at most: when many
                            ask at once, they are answered late rather than refused. */
    const char *now;     /* a timestamptz as text; NULL: the server's clock */
    const char *channel; /* to listen to: a plain name */
};

/* Lent during readers_ask. */
struct readers_question {
    const char *login;
    const char *language; /* zh or en; NULL: the shop's */
    const char *sql;      /* returns one text in one row */
    const char *const *params;
    size_t count;
    bool writes; /* false: the transaction is read-only */
};

enum readers_outcome {
    READERS_DONE,       /* value */
    READERS_NO_PERSON,  /* there is no such login, or it may not be used here */
    READERS_REFUSED,    /* sqlstate, message, … are the server's */
    READERS_BUSY,       /* what readers_ask has not taken */
    READERS_LEFT,       /* what readers_drop has dropped */
    READERS_UNAVAILABLE /* no connection, no time */
};

enum { READERS_OUTCOMES = READERS_UNAVAILABLE + 1 };

/* Lent during the call. */
struct readers_answer {
    enum readers_outcome outcome;
    struct text value; /* absent: SQL NULL, or no row */
    const char *sqlstate, *message;
    const char
        *field; /* the parameter that a function of ours finds wrong; "": none in particular */
    unsigned retry_seconds; /* when one finds that too much was entered (53400): to wait; else 0 */
};

typedef void readers_hear(const struct readers_answer *answer, void *context);

/* Caller frees; questions without answer are forgotten then. */
MUST_CHECK struct readers *readers_new(const struct readers_options *options, struct error *error);
void readers_free(struct readers *readers); /* NULL does nothing */

/* False: too many wait already, or are this login's, or memory is out; hear will not be called. */
MUST_CHECK bool readers_ask(struct readers *readers, const struct readers_question *question,
                            readers_hear *hear, void *context, int64_t now_ms);

/* Nobody waits for the answer any more: what was asked with that context and is not begun yet is dropped, and hears so
 * during the call. What is begun goes on. */
void readers_drop(struct readers *readers, const void *context);

/* Makes progress. False: a person must act (error), as for the daemon. now_ms is monotonic. */
MUST_CHECK bool readers_turn(struct readers *readers, int64_t now_ms, struct error *error);
/* Is there a connection that may be asked? */
bool readers_are_ready(const struct readers *readers);
/* Questions that wait for a free connection. */
size_t readers_waiting(const struct readers *readers);
/* Takes a notification, or one that stands for what was missed while nobody listened ("" then). */
MUST_CHECK bool readers_take_notification(struct readers *readers, struct buffer *payload);

struct readers_fd {
    int fd;
    unsigned wants; /* enum store_wants */
};

/* Returns how many. */
size_t readers_fds(const struct readers *readers, struct readers_fd out[READERS_FDS_MAX]);
int64_t readers_deadline_ms(const struct readers *readers);

#endif
