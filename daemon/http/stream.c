/* stream.c - answers that go on. */
#include "http/stream.h"

#include "base/memory.h"
#include "http/answer.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>

enum { WAITING_BYTES_MAX = 256 * 1024, SECONDS_WITHOUT_PROGRESS = 30 };

struct http_stream {
    struct evhttp_request *ev;
    struct http_connection *connection;
    void (*closed)(void *context);
    void *context;
};

/* evhttp closes the connection. A request that it has taken off the connection before is ours to free. */
static void stream_closed(struct evhttp_connection *evcon, void *context)
{
    struct http_stream *stream = context;

    evhttp_connection_set_closecb(evcon, NULL, NULL);
    stream->connection->stream = NULL;
    if (evhttp_request_get_connection(stream->ev) == NULL)
        evhttp_request_free(stream->ev);
    stream->closed(stream->context);
    memory_free(stream);
}

/* What the client may still send is not read; only writing has a limit of time. */
static void stream_watch(struct http_stream *stream, struct evhttp_connection *evcon)
{
    const struct timeval limit = {.tv_sec = SECONDS_WITHOUT_PROGRESS};

    evhttp_connection_set_closecb(evcon, stream_closed, stream);
    bufferevent_set_timeouts(stream->connection->bev, NULL, &limit);
    connection_set_state(stream->connection, HTTP_STREAMING);
    stream->connection->request = NULL;
    stream->connection->stream = stream;
}

struct http_stream *http_stream_begin(struct http_request *request, const char *type,
                                      void (*closed)(void *context), void *context)
{
    struct evhttp_connection *evcon = evhttp_request_get_connection(request->ev);
    struct http_stream *stream = NULL;

    if (evcon != NULL && request->connection != NULL)
        stream = memory_alloc(sizeof *stream);
    if (stream == NULL) {
        http_answer(request, &(struct http_answer){.status = 503});
        return NULL;
    }
    *stream = (struct http_stream){request->ev, request->connection, closed, context};
    http_add_common_headers(request->ev, type, NULL);
    http_close_after(request->ev);
    if (request->answers != NULL)
        request->answers[2]++;
    evhttp_send_reply_start(request->ev, 200, NULL);
    stream_watch(stream, evcon);
    memory_free(request);
    return stream;
}

bool http_stream_send(struct http_stream *stream, const void *bytes, size_t length)
{
    struct evbuffer *waiting = bufferevent_get_output(stream->connection->bev);
    struct evbuffer *part = NULL;

    if (evbuffer_get_length(waiting) + length <= WAITING_BYTES_MAX)
        part = evbuffer_new();
    if (part == NULL || evbuffer_add(part, bytes, length) != 0) {
        if (part != NULL)
            evbuffer_free(part);
        connection_shut(stream->connection);
        return false;
    }
    evhttp_send_reply_chunk(stream->ev, part);
    evbuffer_free(part);
    return true;
}

void http_stream_end(struct http_stream *stream)
{
    evhttp_connection_set_closecb(evhttp_request_get_connection(stream->ev), NULL, NULL);
    stream->connection->stream = NULL;
    connection_set_state(stream->connection, HTTP_ANSWERING);
    evhttp_send_reply_end(stream->ev);
    memory_free(stream);
}

void http_stream_forget(struct http_stream *stream)
{
    evhttp_connection_set_closecb(evhttp_request_get_connection(stream->ev), NULL, NULL);
    memory_free(stream);
}
