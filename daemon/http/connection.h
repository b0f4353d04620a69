/*
 * connection.h - the connections of a server, and how long they may do what.
 *
 * evhttp closes connections by itself and tells nobody. So we hold a second reference of each connection's bufferevent, and
 * find out from time to time (connections_sweep) which ones evhttp has let go. The same look shuts down those that take too
 * long; evhttp then sees the end of the stream and cleans up as ever. And as evhttp reads nothing while a request is with
 * the handler, the look finds which clients have gone meanwhile.
 */
#ifndef MERITD_HTTP_CONNECTION_H
#define MERITD_HTTP_CONNECTION_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct bufferevent;
struct http_request;
struct http_stream;

enum http_connection_state {
    HTTP_READING,   /* a request is expected, or on its way: request_ms */
    HTTP_ASKED,     /* the handler has it: no limit */
    HTTP_ANSWERING, /* the answer is on its way: answer_ms */
    HTTP_STREAMING, /* stream.c looks after it */
};

struct http_connection {
    struct http_connection *next;
    struct bufferevent *bev;
    enum http_connection_state state;
    int64_t since_ms;
    bool left;                    /* ASKED: the client has gone, as the last look found */
    struct http_request *request; /* ASKED */
    struct http_stream *stream;   /* STREAMING */
};

struct http_connections {
    struct http_connection *first;
    size_t count;
    int64_t request_ms, answer_ms;
};

/* Holds a reference of its own. False: memory is out. */
MUST_CHECK bool connections_add(struct http_connections *connections, struct bufferevent *bev);
/* NULL: it is not there. */
struct http_connection *connections_find(const struct http_connections *connections,
                                         const struct bufferevent *bev);
void connection_set_state(struct http_connection *connection, enum http_connection_state state);
/* Ends it: evhttp will see the end of the stream. */
void connection_shut(const struct http_connection *connection);
/* Ends the one that has waited longest for a request. False: all are at work. */
bool connections_make_room(struct http_connections *connections);
/* Forgets those that have ended, ends those whose time is over, and finds those asked whose client has gone. */
void connections_sweep(struct http_connections *connections, int64_t now_ms);
/* Forgets all. */
void connections_clear(struct http_connections *connections);

#endif
