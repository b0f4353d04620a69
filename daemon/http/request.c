/* request.c - reads a request strictly: what a proxy in front might read otherwise is refused. */
#include "http/request.h"

#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <string.h>
#include <strings.h>

/* How often a header is there; *value: the last. */
static size_t request_count_header(const struct http_request *request, const char *name,
                                   const char **value)
{
    const struct evkeyvalq *headers = evhttp_request_get_input_headers(request->ev);
    size_t count = 0;

    for (const struct evkeyval *h = headers->tqh_first; h != NULL; h = h->next.tqe_next) {
        if (strcasecmp(h->key, name) == 0) {
            *value = h->value;
            count++;
        }
    }
    return count;
}

static bool request_read_method(struct http_request *request)
{
    switch (evhttp_request_get_command(request->ev)) {
    case EVHTTP_REQ_GET: request->method = HTTP_GET; return true;
    case EVHTTP_REQ_HEAD: request->method = HTTP_HEAD; return true;
    case EVHTTP_REQ_POST: request->method = HTTP_POST; return true;
    case EVHTTP_REQ_PUT:
    case EVHTTP_REQ_DELETE:
    case EVHTTP_REQ_OPTIONS:
    case EVHTTP_REQ_TRACE:
    case EVHTTP_REQ_CONNECT:
    case EVHTTP_REQ_PATCH: break;
    }
    return false;
}

/* "/path?query", and no other form. */
static bool request_read_target(struct http_request *request)
{
    const char *whole = evhttp_request_get_uri(request->ev);
    const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request->ev);

    if (whole == NULL || uri == NULL || whole[0] != '/' || whole[1] == '/' ||
        strchr(whole, '#') != NULL || evhttp_uri_get_path(uri) == NULL)
        return false;
    request->path = evhttp_uri_get_path(uri);
    request->query = evhttp_uri_get_query(uri) != NULL ? evhttp_uri_get_query(uri) : "";
    return true;
}

/* Letters, digits and some signs (RFC 9110, 5.6.2). "Content-Length : 2" is a length to some proxies, and
 * none to evhttp, which would read the body as the next request. */
static bool request_has_names(const struct http_request *request)
{
    const struct evkeyvalq *headers = evhttp_request_get_input_headers(request->ev);

    for (const struct evkeyval *h = headers->tqh_first; h != NULL; h = h->next.tqe_next)
        if (h->key[0] == '\0' ||
            h->key[strspn(h->key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "!#$%&'*+-.^_`|~")] != '\0')
            return false;
    return true;
}

/* A body of a GET means nothing, and a proxy in front may take it for the next request. */
static bool request_has_one_length(const struct http_request *request)
{
    const char *value = "";
    size_t count = request_count_header(request, "Content-Length", &value);

    return count == 0 ||
           (count == 1 && value[0] != '\0' && value[strspn(value, "0123456789")] == '\0' &&
            (request->method == HTTP_POST || strcmp(value, "0") == 0));
}

static void request_read_peer(struct http_request *request, bool local)
{
    struct evhttp_connection *connection = evhttp_request_get_connection(request->ev);
    char *peer = NULL;
    ev_uint16_t port = 0;

    if (connection != NULL && !local)
        evhttp_connection_get_peer(connection, &peer, &port);
    request->peer = peer != NULL ? peer : "";
}

bool http_request_read(struct http_request *request, bool local, struct http_refusal *refusal)
{
    const char *value = NULL;

    request_read_peer(request, local);
    if (!request_read_method(request))
        *refusal = (struct http_refusal){405, "method", "only GET, HEAD and POST"};
    else if (!request_read_target(request))
        *refusal = (struct http_refusal){400, "target", "the request names no path"};
    else if (!request_has_names(request))
        *refusal = (struct http_refusal){400, "header", "the name of a header cannot be"};
    else if (request_count_header(request, "Transfer-Encoding", &value) > 0)
        *refusal = (struct http_refusal){411, "length", "a body needs a Content-Length"};
    else if (!request_has_one_length(request))
        *refusal = (struct http_refusal){400, "length", "the Content-Length cannot be"};
    else if (request_count_header(request, "Host", &value) > 1)
        *refusal = (struct http_refusal){400, "host", "more than one Host"};
    else
        return true;
    return false;
}

enum http_method http_request_method(const struct http_request *request)
{
    return request->method;
}

const char *http_request_path(const struct http_request *request)
{
    return request->path;
}

const char *http_request_query(const struct http_request *request)
{
    return request->query;
}

struct text http_request_body(const struct http_request *request)
{
    struct evbuffer *body = evhttp_request_get_input_buffer(request->ev);
    size_t length = evbuffer_get_length(body);

    if (length == 0)
        return (struct text){NULL, 0};
    return (struct text){(const char *)evbuffer_pullup(body, -1), length};
}

void http_request_wipe(const struct http_request *request)
{
    struct text body = http_request_body(request);

    if (body.length > 0)
        explicit_bzero((void *)(uintptr_t)body.bytes, body.length);
}

bool http_request_is_left(const struct http_request *request)
{
    return request->connection == NULL || request->connection->left;
}

const char *http_request_peer(const struct http_request *request)
{
    return request->peer;
}

const char *http_request_header(const struct http_request *request, const char *name)
{
    const char *value = NULL;

    return request_count_header(request, name, &value) == 1 ? value : NULL;
}
