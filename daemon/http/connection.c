/* connection.c - see the header. */
#include "http/connection.h"

#include "base/memory.h"
#include "base/time.h"
#include "http/request.h"

#include <event2/bufferevent.h>
#include <event2/event.h>
#include <poll.h>
#include <sys/socket.h>

bool connections_add(struct http_connections *connections, struct bufferevent *bev)
{
    struct http_connection *connection = memory_alloc(sizeof *connection);

    if (connection == NULL)
        return false;
    *connection = (struct http_connection){.next = connections->first, .bev = bev};
    connection_set_state(connection, HTTP_READING);
    bufferevent_incref(bev);
    connections->first = connection;
    connections->count++;
    return true;
}

struct http_connection *connections_find(const struct http_connections *connections,
                                         const struct bufferevent *bev)
{
    struct http_connection *connection = connections->first;

    while (connection != NULL && connection->bev != bev)
        connection = connection->next;
    return connection;
}

void connection_set_state(struct http_connection *connection, enum http_connection_state state)
{
    connection->state = state;
    connection->since_ms = clock_monotonic_ms();
    connection->left = false;
}

void connection_shut(const struct http_connection *connection)
{
    shutdown(bufferevent_getfd(connection->bev), SHUT_RDWR);
}

/* evhttp takes its functions off a bufferevent that it frees, and only then. */
static bool connection_is_over(const struct http_connection *connection)
{
    bufferevent_event_cb told = NULL;

    bufferevent_getcb(connection->bev, NULL, NULL, &told, NULL);
    return told == NULL;
}

static void connection_free(struct http_connection *connection)
{
    if (connection->request != NULL)
        connection->request->connection = NULL;
    bufferevent_disable(connection->bev, EV_READ | EV_WRITE);
    bufferevent_decref(connection->bev);
    memory_free(connection);
}

bool connections_make_room(struct http_connections *connections)
{
    struct http_connection *oldest = NULL;

    for (struct http_connection *c = connections->first; c != NULL; c = c->next)
        if (c->state == HTTP_READING && !connection_is_over(c) &&
            (oldest == NULL || c->since_ms <= oldest->since_ms))
            oldest = c;
    if (oldest == NULL)
        return false;
    connection_shut(oldest);
    connection_set_state(oldest, HTTP_ANSWERING); /* not to be found again */
    return true;
}

/* A client that has closed its side only is taken for gone as well: browsers and proxies do not do that. */
static bool connection_is_left(const struct http_connection *connection)
{
    struct pollfd end = {.fd = bufferevent_getfd(connection->bev), .events = POLLRDHUP};

    return poll(&end, 1, 0) == 1;
}

static int64_t connection_limit_ms(const struct http_connections *connections,
                                   enum http_connection_state state)
{
    switch (state) {
    case HTTP_READING: return connections->request_ms;
    case HTTP_ANSWERING: return connections->answer_ms;
    case HTTP_ASKED:
    case HTTP_STREAMING: break;
    }
    return INT64_MAX;
}

void connections_sweep(struct http_connections *connections, int64_t now_ms)
{
    struct http_connection **at = &connections->first;

    while (*at != NULL) {
        struct http_connection *connection = *at;
        if (connection_is_over(connection)) {
            *at = connection->next;
            connections->count--;
            connection_free(connection);
            continue;
        }
        if (now_ms - connection->since_ms > connection_limit_ms(connections, connection->state))
            connection_shut(connection);
        if (connection->state == HTTP_ASKED && !connection->left)
            connection->left = connection_is_left(connection);
        at = &connection->next;
    }
}

void connections_clear(struct http_connections *connections)
{
    while (connections->first != NULL) {
        struct http_connection *connection = connections->first;
        connections->first = connection->next;
        connection_free(connection);
    }
    connections->count = 0;
}
