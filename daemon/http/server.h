/*
 * server.h - answers HTTP/1.1 on loopback or on a unix socket, in somebody else's event loop.
 *
 *     struct http_server *server = http_server_new(&options, &error);    from now on the loop calls options.handle
 *
 *     static void handle(struct http_request *request, void *context)
 *     {
 *         http_answer(request, &(struct http_answer){.status = 200, .type = "text/plain", .body = "…", .length = 3});
 *     }
 *
 * A request may be kept and answered later, but must be answered exactly once; after that it is gone. If its client has gone
 * before, the answer goes nowhere. http_stream_begin is an answer that goes on: server-sent events.
 *
 * Nobody can harm others: a request must be there as a whole within request_ms, headers and body have limits, an answer
 * must be taken within answer_ms, and when all connections are in use, the one that has waited longest for a request is closed
 * for the new one. Other methods than GET, HEAD and POST, bodies in chunks and headers that could be read in two ways are
 * refused before the handler sees them. Every answer carries the headers that keep a browser strict (answer.c).
 *
 * One thread: all functions are called in the loop's. Nothing blocks. (The header hides libevent, because our struct
 * event has the same name.)
 */
#ifndef MERITD_HTTP_SERVER_H
#define MERITD_HTTP_SERVER_H

#include "base/error.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

struct event_base;
struct http_server;
struct http_request;
struct http_stream;

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST };

/* Limits of 0 are the defaults. */
struct http_options {
    struct event_base *base; /* lent */
    const char *listen; /* "127.0.0.1:9464", "[::1]:9464" or "unix:/run/meritd/web.sock"; lent */
    size_t connections_max;  /* 1024 */
    size_t header_bytes_max; /* 16 KiB: the request's line and headers together */
    size_t body_bytes_max;   /* 64 KiB */
    int64_t request_ms; /* 10 s, from the connection or the last answer to the end of the request */
    int64_t answer_ms;  /* 30 s, from the answer to its last byte */

    uint64_t
        *answers; /* [6]: counts answers by the first digit of their status; NULL: nobody counts */

    void (*handle)(struct http_request *request, void *context);
    void *context;
};

/* Is it an address that a server may listen on? ERROR_STOP: no; the text says what would be right. */
MUST_CHECK bool http_listen_check(const char *listen, struct error *error);

/* Listens. NULL: it cannot (error). Caller frees, before the base. */
MUST_CHECK struct http_server *http_server_new(const struct http_options *options,
                                               struct error *error);
/* Closes everything. Unanswered requests and streams end here: their owners drop them before. NULL does nothing. */
void http_server_free(struct http_server *server);
/* Stops listening; what is under way goes on. */
void http_server_close(struct http_server *server);
/* Connections open now; and those of them that have a request or an answer under way. */
size_t http_server_connections(const struct http_server *server);
size_t http_server_busy(const struct http_server *server);

/* ---- a request; texts are lent until the answer ---- */

enum http_method http_request_method(const struct http_request *request);
const char *http_request_path(
    const struct http_request *request); /* as sent: not decoded, without query */
const char *http_request_query(
    const struct http_request *request); /* as sent, without '?'; "" without */
struct text http_request_body(const struct http_request *request); /* absent: none */
/* Overwrites the body: it held a secret. */
void http_request_wipe(const struct http_request *request);
/* Has the client gone, as was found a quarter of a second ago at most? The request must be answered all the same. */
bool http_request_is_left(const struct http_request *request);
/* The client's address, without port; "" on a unix socket. */
const char *http_request_peer(const struct http_request *request);
/* A header's value. NULL: it is not there, or there more than once. */
const char *http_request_header(const struct http_request *request, const char *name);

/* ---- the answer ---- */

struct http_header {
    const char *name, *value;
};

enum { HTTP_ANSWER_HEADERS_MAX = 4 };

/* Everything is lent, and copied. */
struct http_answer {
    int status;        /* 200, 404, … */
    const char *type;  /* "application/json"; NULL: no body */
    const char *cache; /* Cache-Control; NULL: "no-store" */
    bool tag; /* of a 200 to GET or HEAD: ETag, and 304 without body to who has it already */
    const void *body;
    size_t length;
    struct http_header
        headers[HTTP_ANSWER_HEADERS_MAX]; /* more; up to the first name that is NULL */
};

void http_answer(struct http_request *request, const struct http_answer *answer);
/* Lent. */
struct http_problem {
    int status;
    const char *code, *message;
    const char *field; /* of what was sent: which part is wrong; NULL or "": none in particular */
    unsigned retry_seconds; /* Retry-After; 0: that of the status */
};

/* A status with a JSON body {"error": {"code": …, "message": …, "field": …}}; 5xx with Retry-After, 405 with Allow. */
void http_answer_wrong(struct http_request *request, const struct http_problem *problem);
/* The same, of no field. */
void http_answer_problem(struct http_request *request, int status, const char *code,
                         const char *message);

/*
 * Answers 200 with a body that goes on. NULL: the client has gone, or memory is out; the request is gone. When the
 * client leaves or takes too slowly, `closed` is called once, and the stream is gone; http_stream_end does not call it.
 */
MUST_CHECK struct http_stream *http_stream_begin(struct http_request *request, const char *type,
                                                 void (*closed)(void *context), void *context);
/* Bytes are copied. False: the client takes too slowly (256 KiB wait for it already); `closed` will be called. */
bool http_stream_send(struct http_stream *stream, const void *bytes, size_t length);
void http_stream_end(struct http_stream *stream);

#endif
