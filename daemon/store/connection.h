/*
 * connection.h - one libpq connection that never blocks and reconnects by itself.
 *
 *               connect fails, deadline                    connection lost, _drop
 *           ┌──────────────────────────┐   ┌─────────────────────────────────────────────┐
 *           ▼                          │   ▼                                             │
 *         DOWN ── back-off over ──► CONNECTING ── OPENED ──► IDLE ── _send ──► ASKED ────┤
 *                                                             ▲                  │       │
 *                                                             └──── ANSWERED ────┘ ◄─────┘
 *
 * Pattern: connection_turn until it says OPENED; then one question at a time, each answered by exactly
 * one ANSWERED (result) or one CLOSED (error). After CLOSED it backs off, 100 ms to 15 s with jitter,
 * and connects again; connection_settled resets the back-off. Call it only after real work has succeeded: a
 * session may open each time, and then fail at its first task each time.
 *
 * Only the name resolver may block, while connecting.
 */
#ifndef MERITD_STORE_CONNECTION_H
#define MERITD_STORE_CONNECTION_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/log.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum connection_state {
    CONNECTION_DOWN,       /* no connection; the next attempt is at deadline_ms */
    CONNECTION_CONNECTING, /* the attempt ends at deadline_ms */
    CONNECTION_IDLE,       /* may be asked */
    CONNECTION_ASKED,      /* waits for an answer, until deadline_ms */
};

enum connection_event {
    CONNECTION_NOTHING,  /* see the state */
    CONNECTION_OPENED,   /* once per connection: now set the session up */
    CONNECTION_ANSWERED, /* once per question: see result, lent until the next question */
    CONNECTION_CLOSED,   /* once per opened connection: error says why */
};

/* Texts are lent until connection_clear. */
struct connection_options {
    const char *conninfo;         /* libpq's; "" or NULL: its environment variables and defaults */
    const char *application_name; /* used unless the user gave one */
    const char *component;        /* for log lines */
    int64_t answer_ms;            /* longest silence of the server in a question, ms; 0: no limit */
};

struct connection {
    struct connection_options options;
    enum connection_state state;
    PGconn *pg;
    PGresult *result;
    PostgresPollingStatusType polling; /* CONNECTING: what to wait for */
    bool flushing;                     /* ASKED: the question is not completely sent */
    bool opened;                       /* OPENED was returned, CLOSED not yet */
    int64_t deadline_ms;               /* monotonic; INT64_MAX none */
    unsigned failures;                 /* failed attempts in a row */
    uint64_t random;                   /* of the jitter */
    struct error error;
    struct log_limit limit;
    uint64_t told; /* hash of the reason that was logged last */
};

void connection_init(struct connection *connection, const struct connection_options *options);
void connection_clear(struct connection *connection);

/* Makes progress. now_ms is monotonic, here and below. */
enum connection_event connection_turn(struct connection *connection, int64_t now_ms);

/*
 * Ask a question, in state IDLE only. Results are binary. A question that cannot be sent drops the
 * connection; the next turn returns CLOSED. Parameters are copied.
 */
struct connection_params {
    size_t count;
    const char *const *values; /* NULL: SQL NULL */
    const int *lengths;
    bool binary;
};
void connection_ask(struct connection *connection, const char *sql,
                    const struct connection_params *params, int64_t now_ms);
void connection_ask_prepared(struct connection *connection, const char *name,
                             const struct connection_params *params, int64_t now_ms);
void connection_prepare(struct connection *connection, const char *name, const char *sql,
                        int64_t now_ms);

/* Takes a notification that came after LISTEN: its payload and a NUL replace what is in the buffer. False: none is left. */
MUST_CHECK bool connection_take_notification(struct connection *connection, struct buffer *payload);

/* Closes now; the next turn returns CLOSED (if OPENED was returned), with this reason. */
void connection_drop(struct connection *connection, int64_t now_ms, const char *reason);
/* The session has done its work: the next back-off is the shortest again. */
void connection_settled(struct connection *connection);

/* As in struct store_ops; the mask is of enum store_wants. */
int connection_fd(const struct connection *connection);
unsigned connection_wants(const struct connection *connection);

/* A back-off in ms: 100 ms doubled `failures` times, at most 15 s; up to half of it is random. */
int64_t connection_backoff_ms(struct connection *connection, unsigned failures);

/* "message (detail)" of a failed result, on one line; returns false. */
bool connection_result_error(const PGresult *result, enum error_class class, struct error *error);

#endif
