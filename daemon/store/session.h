/*
 * session.h - what every new connection does first: settings, and whether this database is ours.
 *
 *     session_begin(&session, &connection, now)       after CONNECTION_OPENED
 *     session_answered(&session, &connection, now)    after each CONNECTION_ANSWERED, until not GOING
 *
 * Steps: session parameters; schema version; does ref.shop agree with our configuration; rules and
 * calendar; type oids; prepared statements.
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
    SESSION_FAILED,  /* passes: the connection was dropped and will tell CLOSED */
    SESSION_STOPPED, /* a person must act: session.error */
};

struct session {
    const struct postgres_options *options;
    bool writes;    /* false: reads no calendar, prepares nothing (the settler's connection) */
    bool was_ready; /* a database that was ours once: what is wrong with it now may pass */
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
