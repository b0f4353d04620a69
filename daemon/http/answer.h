/*
 * answer.h - what stream.c and server.c need of answer.c.
 */
#ifndef MERITD_HTTP_ANSWER_H
#define MERITD_HTTP_ANSWER_H

#include "http/request.h"

/* Adds the headers that every answer carries. */
void http_add_common_headers(struct evhttp_request *ev, const char *type, const char *cache);
/* The connection closes after this answer. */
void http_close_after(struct evhttp_request *ev);

#endif
