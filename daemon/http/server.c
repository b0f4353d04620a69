/* server.c - evhttp, held to our limits. */
#include "http/server.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/time.h"
#include "http/address.h"
#include "http/answer.h"
#include "http/request.h"
#include "http/stream.h"

#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <unistd.h>

enum {
    CONNECTIONS_MAX = 1024,
    HEADER_BYTES_MAX = 16 * 1024,
    BODY_BYTES_MAX = 64 * 1024,
    REQUEST_MS = 10000,
    ANSWER_MS = 30000,
    SWEEP_US = 250000,
};

struct http_server {
    struct http_options options;
    struct http_address address;
    struct evhttp *evhttp;
    struct evhttp_bound_socket *bound; /* NULL: it does not listen */
    struct event *sweeper;
    struct http_connections connections;
    bool held; /* nobody is let in until the next sweep finds room */
};

bool http_listen_check(const char *listen, struct error *error)
{
    struct http_address address;

    return http_address_parse(listen, &address, error);
}

/* ---- connections ---- */

static struct evconnlistener *server_listener(const struct http_server *server)
{
    return evhttp_bound_socket_get_listener(server->bound);
}

/* Those that want in wait in the kernel. */
static void server_hold(struct http_server *server)
{
    if (server->bound != NULL)
        evconnlistener_disable(server_listener(server));
    server->held = true;
}

static void server_release(struct http_server *server)
{
    server->held = false;
    if (server->bound != NULL)
        evconnlistener_enable(server_listener(server));
}

/* Sweeps as long as there is something to look after. */
static void server_watch(struct http_server *server)
{
    const struct timeval pause = {.tv_usec = SWEEP_US};

    if (event_pending(server->sweeper, EV_TIMEOUT, NULL) == 0)
        event_add(server->sweeper, &pause);
}

static void server_sweep(evutil_socket_t fd, short events, void *context)
{
    struct http_server *server = context;

    (void)fd;
    (void)events;
    connections_sweep(&server->connections, clock_monotonic_ms());
    if (server->held && server->connections.count < server->options.connections_max)
        server_release(server);
    if (server->connections.count > 0 || server->held)
        server_watch(server);
}

/* evhttp asks for what a new connection is made of. */
static struct bufferevent *server_connect(struct event_base *base, void *context)
{
    struct http_server *server = context;
    struct http_connections *connections = &server->connections;
    struct bufferevent *bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);

    if (bev == NULL)
        return NULL;
    if (connections->count >= server->options.connections_max)
        connections_sweep(connections, clock_monotonic_ms());
    if (connections->count >= server->options.connections_max &&
        !connections_make_room(connections))
        server_hold(server);
    /* Without an entry it would have no limit of time: it is not read then, and its requests are refused. */
    if (!connections_add(connections, bev))
        server_hold(server);
    bufferevent_setwatermark(bev, EV_READ, 0,
                             server->options.header_bytes_max + server->options.body_bytes_max);
    server_watch(server);
    return bev;
}

/* No descriptor is left, most likely. */
static void server_accept_failed(struct evconnlistener *listener, void *context)
{
    struct http_server *server = context;

    (void)listener;
    log_warn("http", "cannot take a connection: %s",
             evutil_socket_error_to_string(EVUTIL_SOCKET_ERROR()));
    server_hold(server);
    server_watch(server);
}

/* ---- requests ---- */

static void server_refuse(struct http_request *request, const struct http_refusal *refusal)
{
    http_close_after(request->ev);
    http_answer_problem(request, refusal->status, refusal->code, refusal->message);
}

static void server_handle(struct evhttp_request *ev, void *context)
{
    struct http_server *server = context;
    struct evhttp_connection *evcon = evhttp_request_get_connection(ev);
    struct http_connection *connection = connections_find(&server->connections,
                                                          evhttp_connection_get_bufferevent(evcon));
    struct http_request *request = memory_alloc(sizeof *request);
    struct http_refusal refusal;

    if (request == NULL || connection == NULL) {
        memory_free(request);
        evhttp_send_reply(ev, 503, NULL, NULL);
        return;
    }
    *request = (struct http_request){
        .ev = ev, .connection = connection, .answers = server->options.answers};
    connection->request = request;
    connection_set_state(connection, HTTP_ASKED);
    if (http_request_read(request, server->address.local, &refusal))
        server->options.handle(request, server->options.context);
    else
        server_refuse(request, &refusal);
}

/* ---- from begin to end ---- */

static void server_set_defaults(struct http_options *options)
{
    if (options->connections_max == 0)
        options->connections_max = CONNECTIONS_MAX;
    if (options->header_bytes_max == 0)
        options->header_bytes_max = HEADER_BYTES_MAX;
    if (options->body_bytes_max == 0)
        options->body_bytes_max = BODY_BYTES_MAX;
    if (options->request_ms == 0)
        options->request_ms = REQUEST_MS;
    if (options->answer_ms == 0)
        options->answer_ms = ANSWER_MS;
}

static bool server_listen(struct http_server *server, struct error *error)
{
    struct error cause;
    int fd = -1;

    if (!http_address_parse(server->options.listen, &server->address, &cause) ||
        (fd = http_address_listen(&server->address, &cause)) < 0)
        return error_set(error, ERROR_STOP, "cannot listen on %s: %s", server->options.listen,
                         cause.text);
    struct evconnlistener *listener = evconnlistener_new(
        server->options.base, NULL, NULL, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
    if (listener == NULL) {
        close(fd);
        return error_memory(error);
    }
    server->bound = evhttp_bind_listener(server->evhttp, listener);
    if (server->bound == NULL) {
        evconnlistener_free(listener);
        return error_memory(error);
    }
    evconnlistener_set_error_cb(listener, server_accept_failed);
    return true;
}

static void server_set_up(struct http_server *server)
{
    const struct http_options *options = &server->options;

    server->connections.request_ms = options->request_ms;
    server->connections.answer_ms = options->answer_ms;
    evhttp_set_max_headers_size(server->evhttp, (ev_ssize_t)options->header_bytes_max);
    evhttp_set_max_body_size(server->evhttp, (ev_ssize_t)options->body_bytes_max);
    evhttp_set_default_content_type(server->evhttp, NULL);
    /* All that evhttp knows, so that the refusal is ours. */
    evhttp_set_allowed_methods(server->evhttp, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST |
                                                   EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE |
                                                   EVHTTP_REQ_OPTIONS | EVHTTP_REQ_TRACE |
                                                   EVHTTP_REQ_CONNECT | EVHTTP_REQ_PATCH);
    evhttp_set_bevcb(server->evhttp, server_connect, server);
    evhttp_set_gencb(server->evhttp, server_handle, server);
}

struct http_server *http_server_new(const struct http_options *options, struct error *error)
{
    struct http_server *server = memory_alloc_or_die(sizeof *server);

    *server = (struct http_server){.options = *options};
    server_set_defaults(&server->options);
    server->evhttp = evhttp_new(options->base);
    server->sweeper = evtimer_new(options->base, server_sweep, server);
    if (server->evhttp == NULL || server->sweeper == NULL) {
        http_server_free(server);
        error_memory(error);
        return NULL;
    }
    server_set_up(server);
    if (!server_listen(server, error)) {
        http_server_free(server);
        return NULL;
    }
    return server;
}

void http_server_close(struct http_server *server)
{
    if (server->bound == NULL)
        return;
    evhttp_del_accept_socket(server->evhttp, server->bound);
    server->bound = NULL;
    http_address_remove(&server->address);
}

/* Requests that nobody answered go with their connections. */
static void server_forget_work(struct http_server *server)
{
    for (struct http_connection *c = server->connections.first; c != NULL; c = c->next) {
        memory_free(c->request);
        c->request = NULL;
        if (c->stream != NULL)
            http_stream_forget(c->stream);
        c->stream = NULL;
    }
}

void http_server_free(struct http_server *server)
{
    if (server == NULL)
        return;
    http_server_close(server);
    server_forget_work(server);
    if (server->evhttp != NULL)
        evhttp_free(server->evhttp);
    connections_clear(&server->connections);
    if (server->sweeper != NULL)
        event_free(server->sweeper);
    memory_free(server);
}

size_t http_server_connections(const struct http_server *server)
{
    return server->connections.count;
}

size_t http_server_busy(const struct http_server *server)
{
    size_t count = 0;

    for (const struct http_connection *c = server->connections.first; c != NULL; c = c->next)
        count += c->state == HTTP_READING ? 0 : 1;
    return count;
}
