/* answer.c - headers that keep a browser strict, entity tags, gzip. */
#include "http/answer.h"

#include "base/buffer.h"
#include "base/hash.h"
#include "base/memory.h"
#include "http/gzip.h"

#include <event2/buffer.h>
#include <event2/http.h>
#include <stdio.h>
#include <string.h>

/* Scripts and styles come from files of this server, and from nowhere else; nobody may frame a page. */
static const struct http_header strict_headers[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
     "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
     "frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

enum {
    STRICT_COUNT = sizeof strict_headers / sizeof strict_headers[0],
    TAG_SIZE = UUID_TEXT_SIZE + 4, /* W/"…" and NUL */
    RETRY_SECONDS = 2,             /* after what passes */
};

static void answer_add(struct evhttp_request *ev, const char *name, const char *value)
{
    evhttp_add_header(evhttp_request_get_output_headers(ev), name, value);
}

void http_add_common_headers(struct evhttp_request *ev, const char *type, const char *cache)
{
    for (size_t i = 0; i < STRICT_COUNT; i++)
        answer_add(ev, strict_headers[i].name, strict_headers[i].value);
    answer_add(ev, "Cache-Control", cache != NULL ? cache : "no-store");
    if (type != NULL)
        answer_add(ev, "Content-Type", type);
}

void http_close_after(struct evhttp_request *ev)
{
    answer_add(ev, "Connection", "close");
}

/* Weak: the same content in another coding has the same tag. */
static void answer_tag(const struct http_answer *answer, char tag[TAG_SIZE])
{
    char hash[UUID_TEXT_SIZE];

    uuid_format(hash_version(answer->body, answer->length), hash);
    snprintf(tag, TAG_SIZE, "W/\"%s\"", hash);
}

/* Does the client have it already? A tag is found by its part in quotes, whether called weak or not. */
static bool answer_is_known(const struct http_request *request, const char *tag)
{
    const char *known = http_request_header(request, "If-None-Match");

    return known != NULL && (strcmp(known, "*") == 0 || strstr(known, tag + 2) != NULL);
}

/* The connection's time for the answer begins; what evhttp says at its end begins the time of the next request. */
static void answer_sent(struct evhttp_request *ev, void *context)
{
    (void)ev;
    connection_set_state(context, HTTP_READING);
}

static void answer_begin(struct http_request *request)
{
    struct http_connection *connection = request->connection;

    if (connection == NULL)
        return;
    connection->request = NULL;
    connection_set_state(connection, HTTP_ANSWERING);
    evhttp_request_set_on_complete_cb(request->ev, answer_sent, connection);
}

/* Ends the request. */
static void answer_send(struct http_request *request, int status, const void *bytes, size_t length)
{
    struct evbuffer *body = evbuffer_new();
    char text[24];

    if (request->method == HTTP_HEAD && status != 304) {
        snprintf(text, sizeof text, "%zu", length);
        answer_add(request->ev, "Content-Length", text);
    } else if (body != NULL && length > 0 && evbuffer_add(body, bytes, length) != 0) {
        status = 503;
    }
    if (request->answers != NULL)
        request->answers[status / 100]++;
    answer_begin(request);
    evhttp_send_reply(request->ev, status, status == 429 ? "Too Many Requests" : NULL, body);
    if (body != NULL)
        evbuffer_free(body);
    memory_free(request);
}

static void answer_send_body(struct http_request *request, const struct http_answer *answer)
{
    struct buffer packed;

    buffer_init(&packed);
    if (answer->type != NULL && gzip_is_worth(answer->type, answer->length)) {
        answer_add(request->ev, "Vary", "Accept-Encoding");
        if (gzip_is_accepted(http_request_header(request, "Accept-Encoding")) &&
            gzip_append(&packed, answer->body, answer->length))
            answer_add(request->ev, "Content-Encoding", "gzip");
    }
    if (packed.length > 0)
        answer_send(request, answer->status, packed.bytes, packed.length);
    else
        answer_send(request, answer->status, answer->body, answer->length);
    buffer_clear(&packed);
}

void http_answer(struct http_request *request, const struct http_answer *answer)
{
    char tag[TAG_SIZE];

    http_add_common_headers(request->ev, answer->type, answer->cache);
    for (size_t i = 0; i < HTTP_ANSWER_HEADERS_MAX && answer->headers[i].name != NULL; i++)
        answer_add(request->ev, answer->headers[i].name, answer->headers[i].value);
    if (answer->tag && answer->status == 200 && request->method != HTTP_POST) {
        answer_tag(answer, tag);
        answer_add(request->ev, "ETag", tag);
        if (answer_is_known(request, tag)) {
            answer_send(request, 304, NULL, 0);
            return;
        }
    }
    answer_send_body(request, answer);
}

static void answer_append_string(struct buffer *out, const char *text)
{
    buffer_append_u8(out, '"');
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            buffer_append_u8(out, '\\');
        if ((unsigned char)*at < ' ')
            buffer_append_format(out, "\\u%04x", (unsigned)*at);
        else
            buffer_append_u8(out, (uint8_t)*at);
    }
    buffer_append_u8(out, '"');
}

static void problem_append(struct buffer *body, const struct http_problem *problem)
{
    buffer_append_text(body, TEXT("{\"error\": {\"code\": "));
    answer_append_string(body, problem->code);
    buffer_append_text(body, TEXT(", \"message\": "));
    answer_append_string(body, problem->message);
    if (problem->field != NULL && *problem->field != '\0') {
        buffer_append_text(body, TEXT(", \"field\": "));
        answer_append_string(body, problem->field);
    }
    buffer_append_text(body, TEXT("}}\n"));
}

void http_answer_wrong(struct http_request *request, const struct http_problem *problem)
{
    struct http_header more = {0};
    struct buffer body;
    char seconds[16];

    if (problem->status == 405)
        more = (struct http_header){"Allow", "GET, HEAD, POST"};
    else if (problem->retry_seconds > 0 || problem->status >= 500)
        more = (struct http_header){"Retry-After", seconds};
    snprintf(seconds, sizeof seconds, "%u",
             problem->retry_seconds > 0 ? problem->retry_seconds : RETRY_SECONDS);
    buffer_init(&body);
    problem_append(&body, problem);
    http_answer(request, &(struct http_answer){
                             .status = problem->status,
                             .type = "application/json",
                             .body = body.bytes,
                             .length = body.failed ? 0 : body.length,
                             .headers = {more},
                         });
    buffer_clear(&body);
}

void http_answer_problem(struct http_request *request, int status, const char *code,
                         const char *message)
{
    http_answer_wrong(request,
                      &(struct http_problem){.status = status, .code = code, .message = message});
}
