/*
 * stream.h - what server.c needs of stream.c.
 */
#ifndef MERITD_HTTP_STREAM_H
#define MERITD_HTTP_STREAM_H

#include "http/server.h"

/* The server goes: the stream is freed, and nobody is told. */
void http_stream_forget(struct http_stream *stream);

#endif
