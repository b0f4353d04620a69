/* metrics_server.c - one page. */
#include "service/metrics_server.h"

#include "base/memory.h"
#include "http/server.h"

#include <string.h>

enum { CONNECTIONS_MAX = 16 };

struct metrics_server {
    struct http_server *http;
    metrics_server_write *write;
    void *context;
    struct buffer text; /* of the last answer: its memory is used again */
};

static void metrics_server_show(struct metrics_server *server, struct http_request *request)
{
    enum metrics_format format = metrics_format_of(http_request_header(request, "Accept"));

    buffer_reset(&server->text);
    server->write(server->context, format, &server->text);
    if (server->text.failed) {
        buffer_clear(&server->text);
        http_answer_problem(request, 503, "out_of_memory", "out of memory");
        return;
    }
    http_answer(request, &(struct http_answer){.status = 200,
                                               .type = metrics_content_type(format),
                                               .body = server->text.bytes,
                                               .length = server->text.length});
}

static void metrics_server_handle(struct http_request *request, void *context)
{
    struct metrics_server *server = context;

    if (strcmp(http_request_path(request), "/metrics") != 0)
        http_answer_problem(request, 404, "not_found", "there is only /metrics");
    else if (http_request_method(request) == HTTP_POST)
        http_answer(request,
                    &(struct http_answer){.status = 405, .headers = {{"Allow", "GET, HEAD"}}});
    else
        metrics_server_show(server, request);
}

struct metrics_server *metrics_server_new(struct waiter *waiter, const char *listen,
                                          metrics_server_write *write, void *context,
                                          struct error *error)
{
    struct metrics_server *server = memory_alloc_or_die(sizeof *server);

    *server = (struct metrics_server){.write = write, .context = context};
    buffer_init(&server->text);
    server->http = http_server_new(
        &(struct http_options){
            .base = waiter_base(waiter),
            .listen = listen,
            .connections_max = CONNECTIONS_MAX,
            .handle = metrics_server_handle,
            .context = server,
        },
        error);
    if (server->http != NULL)
        return server;
    metrics_server_free(server);
    return NULL;
}

void metrics_server_free(struct metrics_server *server)
{
    if (server == NULL)
        return;
    http_server_free(server->http);
    buffer_clear(&server->text);
    memory_free(server);
}
