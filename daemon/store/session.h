/*
 * session.h - the first work of every new connection: sets it up, and checks that the database is ours.
 *
 *     session_begin(&session, &connection, now)       after CONNECTION_OPENED
 *     session_answered(&session, &connection, now)    after each CONNECTION_ANSWERED, until not GOING
 *
 * Steps: set session parameters; check the schema version; compare ref.shop with our configuration; read
 * rules and calendar; read type oids; prepare statements.
 */
#ifndef MERITD_STORE_SESSION_H
#define MERITD_STORE_SESSION_H

#include "base/buffer.h"
#include "store/connection.h"
#include "store/postgres.h"
#include "store/store.h"
#include "store/write_encode.h"

enum session_answer {
    SESSION_GOING,   /* asked the next question */
    SESSION_READY,   /* settings, oids and statements are valid for this connection */
    SESSION_FAILED,  /* may pass: the connection was dropped; the next turn returns CLOSED */
    SESSION_STOPPED, /* a person must act: session.error */
};

struct session {
    const struct postgres_options *options;
    bool writes;    /* false: read no calendar, prepare nothing (the settler's connection) */
    bool was_ready; /* this database was ours before: a mismatch now may pass */
    unsigned step;
    struct store_settings settings;
    int64_t *day_starts; /* what settings.calendar points to */
    struct write_oids oids;
    struct buffer params; /* of the question under way */
    struct error error;
};

void session_init(struct session *session, const struct postgres_options *options, bool writes);
void session_clear(struct session *session);

void session_begin(struct session *session, struct connection *connection, int64_t now_ms);
enum session_answer session_answered(struct session *session, struct connection *connection,
                                     int64_t now_ms);

#endif
