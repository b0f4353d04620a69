/*
 * request.h - what a request is inside: of this folder only.
 */
#ifndef MERITD_HTTP_REQUEST_H
#define MERITD_HTTP_REQUEST_H

#include "http/connection.h"
#include "http/server.h"

struct evhttp_request;

struct http_request {
    struct evhttp_request *ev;
    struct http_connection *connection; /* NULL: the client has gone */
    enum http_method method;
    const char *path, *query, *peer;
    uint64_t *answers; /* of http_options */
};

/* What makes a request unfit, as an answer's status, code and message. */
struct http_refusal {
    int status;
    const char *code, *message;
};

/* Fills the request. False: it must be refused, and its connection closed. */
MUST_CHECK bool http_request_read(struct http_request *request, bool local,
                                  struct http_refusal *refusal);

#endif
