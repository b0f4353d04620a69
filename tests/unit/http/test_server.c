/* test_server.c - a server and its clients in one loop, byte by byte. */
#include "base/buffer.h"
#include "base/time.h"
#include "http/server.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

enum { PATIENCE_MS = 10000, BIG = 8 * 1024 * 1024 };

struct world {
    struct event_base *base;
    struct http_server *server;
    struct http_options options;
    char folder[64], path[80], listen[90];
    unsigned handled, closed;
    struct http_request *kept;
    struct http_stream *stream;
    char *big;
};

static void on_closed(void *context)
{
    ((struct world *)context)->closed++;
    ((struct world *)context)->stream = NULL;
}

static void handle(struct http_request *request, void *context)
{
    struct world *world = context;
    const char *path = http_request_path(request);
    struct text body = http_request_body(request);

    world->handled++;
    if (strcmp(path, "/kept") == 0) {
        world->kept = request;
    } else if (strcmp(path, "/stream") == 0) {
        world->stream = http_stream_begin(request, "text/event-stream", on_closed, world);
    } else if (strcmp(path, "/big") == 0) {
        http_answer(request,
                    &(struct http_answer){
                        .status = 200, .type = "image/png", .body = world->big, .length = BIG});
    } else if (strcmp(path, "/long") == 0) {
        http_answer(request, &(struct http_answer){.status = 200,
                                                   .type = "application/json",
                                                   .tag = true,
                                                   .body = world->big,
                                                   .length = 5000});
    } else if (strcmp(path, "/echo") == 0) {
        http_answer(request, &(struct http_answer){.status = 200,
                                                   .type = "text/plain",
                                                   .body = body.bytes,
                                                   .length = body.length});
    } else if (strcmp(path, "/query") == 0) {
        const char *query = http_request_query(request);
        http_answer(request, &(struct http_answer){.status = 200,
                                                   .type = "text/plain",
                                                   .body = query,
                                                   .length = strlen(query)});
    } else if (strcmp(path, "/twice") == 0) {
        http_answer_problem(request, http_request_header(request, "X-User") == NULL ? 401 : 200,
                            "a \"code\"", "line\none");
    } else {
        http_answer(request, &(struct http_answer){.status = 200,
                                                   .type = "text/plain",
                                                   .tag = true,
                                                   .cache = "private",
                                                   .headers = {{"X-More", "1"}},
                                                   .body = "hello",
                                                   .length = 5});
    }
}

static struct http_server *world_serve(struct world *world)
{
    struct error error;

    world->options.base = world->base;
    world->options.listen = world->listen;
    world->options.handle = handle;
    world->options.context = world;
    struct http_server *server = http_server_new(&world->options, &error);
    if (server == NULL)
        fail_msg("%s", error.text);
    return server;
}

static int setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);

    signal(SIGPIPE, SIG_IGN);
    strcpy(world->folder, "/tmp/meritd-http.XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    snprintf(world->path, sizeof world->path, "%s/socket", world->folder);
    snprintf(world->listen, sizeof world->listen, "unix:%s", world->path);
    world->base = event_base_new();
    world->big = malloc(BIG);
    memset(world->big, 'x', BIG);
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;

    http_server_free(world->server);
    event_base_free(world->base);
    assert_int_not_equal(access(world->path, F_OK), 0); /* it went with the server */
    rmdir(world->folder);
    free(world->big);
    free(world);
    return 0;
}

/* ---- clients ---- */

static int client(const struct world *world)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    snprintf(at.sun_path, sizeof at.sun_path, "%.80s", world->path);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    return fd;
}

static void say(int fd, const char *text)
{
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

static void turn(const struct world *world)
{
    struct pollfd none = {.fd = -1};

    event_base_loop(world->base, EVLOOP_NONBLOCK);
    poll(&none, 1, 1);
}

/* Reads what is there; false: the other side has closed. */
static bool hear(int fd, struct buffer *heard)
{
    char part[65536];
    ssize_t length = read(fd, part, sizeof part);

    if (length > 0)
        buffer_append(heard, part, (size_t)length);
    return length > 0 || (length < 0 && errno == EAGAIN);
}

static bool holds(const struct buffer *heard, const char *text)
{
    return heard->length >= strlen(text) &&
           memmem(heard->bytes, heard->length, text, strlen(text)) != NULL;
}

/* Turns until the text is heard. */
static void expect(const struct world *world, int fd, struct buffer *heard, const char *text)
{
    int64_t until = clock_monotonic_ms() + PATIENCE_MS;

    while (!holds(heard, text)) {
        turn(world);
        bool open = hear(fd, heard);
        if (!holds(heard, text) && (!open || clock_monotonic_ms() > until))
            fail_msg("expected %s, heard %.*s", text, (int)heard->length, (char *)heard->bytes);
    }
}

/* Turns until the other side closes. */
static void expect_end(const struct world *world, int fd, struct buffer *heard)
{
    int64_t until = clock_monotonic_ms() + PATIENCE_MS;

    do {
        turn(world);
        assert_true(clock_monotonic_ms() < until);
    } while (hear(fd, heard));
}

/* One request on a connection of its own that ends with the answer. */
static void ask(const struct world *world, const char *request, struct buffer *heard)
{
    int fd = client(world);

    buffer_init(heard);
    say(fd, request);
    expect_end(world, fd, heard);
    close(fd);
}

static void expect_answer(const struct world *world, const char *request, const char *text)
{
    struct buffer heard;

    ask(world, request, &heard);
    if (!holds(&heard, text))
        fail_msg("%s: expected %s, heard %.*s", request, text, (int)heard.length,
                 (char *)heard.bytes);
    buffer_clear(&heard);
}

#define END "Host: a\r\nConnection: close\r\n\r\n"

/* ---- what is answered ---- */

static void test_one_connection_asks_again(void **state)
{
    struct world *world = *state;
    struct buffer heard;
    int fd;

    world->server = world_serve(world);
    fd = client(world);
    buffer_init(&heard);
    for (unsigned n = 1; n <= 3; n++) {
        buffer_reset(&heard);
        say(fd, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        expect(world, fd, &heard, "hello");
        assert_true(holds(&heard, "HTTP/1.1 200 OK\r\n"));
        assert_int_equal(world->handled, n);
        assert_int_equal(http_server_connections(world->server), 1);
    }
    close(fd);
    buffer_clear(&heard);
}

static void test_every_answer_is_strict(void **state)
{
    struct world *world = *state;
    static const char *const requests[] = {"GET /hello HTTP/1.1\r\n" END,
                                           "GET /twice HTTP/1.1\r\n" END,
                                           "PUT /hello HTTP/1.1\r\n" END};
    static const char *const wanted[] = {
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';",
        "frame-ancestors 'none'\r\n",
        "X-Content-Type-Options: nosniff\r\n",
        "Referrer-Policy: no-referrer\r\n",
        "X-Frame-Options: DENY\r\n",
        "Cache-Control: "};

    world->server = world_serve(world);
    for (size_t r = 0; r < sizeof requests / sizeof requests[0]; r++)
        for (size_t w = 0; w < sizeof wanted / sizeof wanted[0]; w++)
            expect_answer(world, requests[r], wanted[w]);
    expect_answer(world, requests[0], "Cache-Control: private\r\n");
    expect_answer(world, requests[0], "X-More: 1\r\n");
    expect_answer(world, requests[1], "Cache-Control: no-store\r\n");
    expect_answer(world, requests[1],
                  "{\"error\": {\"code\": \"a \\\"code\\\"\", \"message\": \"line\\u000aone\"}}");
    for (size_t r = 0; r < sizeof requests / sizeof requests[0]; r++) {
        struct buffer heard;
        ask(world, requests[r], &heard);
        assert_false(holds(&heard, "unsafe"));
        assert_false(holds(&heard, "Server:"));
        buffer_clear(&heard);
    }
}

static void test_head_says_the_length_alone(void **state)
{
    struct world *world = *state;
    struct buffer heard;

    world->server = world_serve(world);
    ask(world, "HEAD /hello HTTP/1.1\r\n" END, &heard);
    assert_true(holds(&heard, "HTTP/1.1 200 OK\r\n"));
    assert_true(holds(&heard, "Content-Length: 5\r\n"));
    assert_false(holds(&heard, "hello"));
    buffer_clear(&heard);
}

static void test_who_has_it_gets_304(void **state)
{
    struct world *world = *state;
    struct buffer heard;
    char request[300], tag[80] = "";

    world->server = world_serve(world);
    ask(world, "GET /hello HTTP/1.1\r\n" END, &heard);
    buffer_append_u8(&heard, 0);
    assert_int_equal(sscanf(strstr((char *)heard.bytes, "ETag: "), "ETag: %79[^\r]", tag), 1);
    buffer_clear(&heard);
    snprintf(request, sizeof request, "GET /hello HTTP/1.1\r\nIf-None-Match: \"x\", %s\r\n" END,
             tag);
    ask(world, request, &heard);
    assert_true(holds(&heard, "HTTP/1.1 304 Not Modified\r\n"));
    assert_true(holds(&heard, tag));
    assert_false(holds(&heard, "hello"));
    buffer_clear(&heard);
    expect_answer(world, "GET /hello HTTP/1.1\r\nIf-None-Match: W/\"other\"\r\n" END, "hello");
    snprintf(request, sizeof request, "POST /hello HTTP/1.1\r\nIf-None-Match: %s\r\n" END, tag);
    expect_answer(world, request, "hello");
}

static size_t unpack(const struct buffer *heard, char *out, size_t room)
{
    const unsigned char *body = memmem(heard->bytes, heard->length, "\r\n\r\n", 4);
    z_stream stream = {.next_out = (Bytef *)out, .avail_out = (uInt)room};

    assert_non_null(body);
    stream.next_in = (Bytef *)(uintptr_t)(body + 4);
    stream.avail_in = (uInt)(heard->bytes + heard->length - body - 4);
    assert_int_equal(inflateInit2(&stream, 31), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    return room - stream.avail_out;
}

static void test_gzip_for_who_takes_it(void **state)
{
    struct world *world = *state;
    struct buffer heard;
    char out[6000];

    world->server = world_serve(world);
    ask(world, "GET /long HTTP/1.1\r\nAccept-Encoding: br, gzip;q=0.5\r\n" END, &heard);
    assert_true(holds(&heard, "Content-Encoding: gzip\r\n"));
    assert_true(holds(&heard, "Vary: Accept-Encoding\r\n"));
    assert_int_equal(unpack(&heard, out, sizeof out), 5000);
    assert_memory_equal(out, world->big, 5000);
    buffer_clear(&heard);
    static const char *const others[] = {"Accept-Encoding: br\r\n", "Accept-Encoding: gzip;q=0\r\n",
                                         "Accept-Encoding: gzip; q=0.000, br\r\n", ""};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char request[200];
        snprintf(request, sizeof request, "GET /long HTTP/1.1\r\n%s" END, others[i]);
        expect_answer(world, request, "Content-Length: 5000\r\n");
    }
    expect_answer(world, "GET /hello HTTP/1.1\r\nAccept-Encoding: gzip\r\n" END, "hello");
}

static void test_bodies_and_queries(void **state)
{
    struct world *world = *state;

    world->server = world_serve(world);
    expect_answer(world, "POST /echo HTTP/1.1\r\nContent-Length: 7\r\n" END "{\"a\":1}",
                  "\r\n\r\n{\"a\":1}");
    expect_answer(world, "GET /query?a=%20b&c HTTP/1.1\r\n" END, "\r\n\r\na=%20b&c");
    expect_answer(world, "GET /query HTTP/1.1\r\n" END, "Content-Length: 0\r\n");
    expect_answer(world, "GET /twice HTTP/1.1\r\nX-User: a\r\n" END, "HTTP/1.1 200 ");
    expect_answer(world, "GET /twice HTTP/1.1\r\nX-User: a\r\nx-user: b\r\n" END, "HTTP/1.1 401 ");
}

static void test_what_two_could_read_in_two_ways_is_refused(void **state)
{
    struct world *world = *state;
    static const struct {
        const char *request, *answer;
    } cases[] = {
        {"PUT /hello HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 405 "},
        {"DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 405 "},
        {"BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 501 "},
        {"GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 32\r\n\r\nGET /hello HTTP/1.1\r\nHost: "
         "a\r\n\r\n",
         "HTTP/1.1 400 "},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "HTTP/1.1 411 "},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
         "HTTP/1.1 400 "},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na", "HTTP/1.1 400 "},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length : 1\r\n\r\na", "HTTP/1.1 400 "},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
         "HTTP/1.1 400 "},
        {"GET /hello HTTP/1.1\r\nHost: a\r\nX-User\t: b\r\n\r\n", "HTTP/1.1 400 "},
        {"GET /hello HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", "HTTP/1.1 400 "},
        {"GET http://b/hello HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 400 "},
        {"GET //b/hello HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 400 "},
        {"GET hello HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 400 "},
        {"GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 400 "},
        {"nonsense\r\n\r\n", "HTTP/1.1 400 "},
    };

    world->server = world_serve(world);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned before = world->handled;
        expect_answer(world, cases[i].request, cases[i].answer);
        assert_int_equal(world->handled, before);
    }
}

/* ---- limits ---- */

static void test_headers_and_bodies_have_limits(void **state)
{
    struct world *world = *state;
    struct buffer request;

    world->options.header_bytes_max = 2000;
    world->options.body_bytes_max = 1000;
    world->server = world_serve(world);
    buffer_init(&request);
    buffer_append_format(&request, "GET /hello HTTP/1.1\r\nX-Long: %02000d\r\n" END "%c", 0, 0);
    expect_answer(world, (char *)request.bytes, "HTTP/1.1 400 ");
    buffer_reset(&request);
    buffer_append_format(&request, "GET /%02000d HTTP/1.1\r\n" END "%c", 0, 0);
    expect_answer(world, (char *)request.bytes, "HTTP/1.1 400 ");
    buffer_reset(&request);
    buffer_append_format(&request,
                         "POST /echo HTTP/1.1\r\nContent-Length: 1001\r\n" END "%01001d%c", 0, 0);
    expect_answer(world, (char *)request.bytes, "HTTP/1.1 413 ");
    assert_int_equal(world->handled, 0);
    buffer_reset(&request);
    buffer_append_format(&request,
                         "POST /echo HTTP/1.1\r\nContent-Length: 1000\r\n" END "%01000d%c", 0, 0);
    expect_answer(world, (char *)request.bytes, "HTTP/1.1 200 ");
    buffer_clear(&request);
}

/* A byte from time to time gives nobody more time. */
static void test_a_slow_request_ends(void **state)
{
    struct world *world = *state;
    struct buffer heard;
    int64_t began = clock_monotonic_ms(), said = began;

    world->options.request_ms = 300;
    world->server = world_serve(world);
    int fd = client(world);
    buffer_init(&heard);
    do {
        turn(world);
        if (clock_monotonic_ms() - said > 50 && write(fd, "G", 1) == 1)
            said = clock_monotonic_ms();
        assert_true(clock_monotonic_ms() - began < PATIENCE_MS);
    } while (hear(fd, &heard));
    assert_true(clock_monotonic_ms() - began >= 300);
    assert_int_equal(world->handled, 0);
    close(fd);
    buffer_clear(&heard);
}

static void test_who_does_not_take_the_answer_is_left(void **state)
{
    struct world *world = *state;
    int64_t began = clock_monotonic_ms();

    world->options.answer_ms = 300;
    world->server = world_serve(world);
    int fd = client(world);
    say(fd, "GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
    do {
        turn(world);
        assert_true(clock_monotonic_ms() - began < PATIENCE_MS);
    } while (world->handled == 0 || http_server_connections(world->server) > 0);
    assert_true(clock_monotonic_ms() - began >= 300);
    close(fd);
}

static void test_idle_connections_make_room(void **state)
{
    struct world *world = *state;
    struct buffer heard;
    int fds[4];

    world->options.connections_max = 4;
    world->server = world_serve(world);
    buffer_init(&heard);
    for (int i = 0; i < 4; i++) {
        fds[i] = client(world);
        turn(world);
        turn(world);
    }
    expect_answer(world, "GET /hello HTTP/1.1\r\n" END, "hello");
    expect_end(world, fds[0], &heard); /* the one that was there first */
    say(fds[3], "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(world, fds[3], &heard, "hello");
    for (int i = 0; i < 4; i++)
        close(fds[i]);
    buffer_clear(&heard);
}

/* All are at work: who comes later waits until one is done. */
static void test_busy_connections_are_left_alone(void **state)
{
    struct world *world = *state;
    struct buffer heard;

    world->options.connections_max = 1;
    world->server = world_serve(world);
    buffer_init(&heard);
    int first = client(world);
    say(first, "GET /kept HTTP/1.1\r\n" END);
    while (world->kept == NULL)
        turn(world);
    int second = client(world);
    say(second, "GET /hello HTTP/1.1\r\n" END);
    int third = client(world);
    say(third, "GET /hello HTTP/1.1\r\n" END);
    for (int i = 0; i < 20; i++)
        turn(world);
    assert_true(http_server_connections(world->server) <= 2);
    http_answer_problem(world->kept, 404, "none", "none");
    expect(world, first, &heard, "HTTP/1.1 404 ");
    buffer_reset(&heard);
    expect(world, second, &heard, "hello");
    buffer_reset(&heard);
    expect(world, third, &heard, "hello");
    close(first);
    close(second);
    close(third);
    buffer_clear(&heard);
}

/* ---- clients that leave ---- */

static void test_an_answer_to_nobody(void **state)
{
    struct world *world = *state;

    world->server = world_serve(world);
    for (int i = 0; i < 2; i++) { /* before and after the connection is forgotten */
        world->kept = NULL;
        int fd = client(world);
        say(fd, "GET /kept HTTP/1.1\r\nHost: a\r\n\r\n");
        while (world->kept == NULL)
            turn(world);
        assert_false(http_request_is_left(world->kept));
        close(fd);
        while (i == 1 && !http_request_is_left(world->kept))
            turn(world);
        http_answer_problem(world->kept, 200, "late", "late");
    }
    expect_answer(world, "GET /hello HTTP/1.1\r\n" END, "hello");
    while (http_server_connections(world->server) > 0)
        turn(world);
}

static void test_a_request_that_nobody_answers_ends_with_the_server(void **state)
{
    struct world *world = *state;

    world->server = world_serve(world);
    int fd = client(world);
    say(fd, "GET /kept HTTP/1.1\r\nHost: a\r\n\r\n");
    while (world->kept == NULL)
        turn(world);
    int other = client(world);
    say(other, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    while (world->stream == NULL)
        turn(world);
    http_server_free(world->server);
    world->server = NULL;
    assert_int_equal(world->closed, 0);
    close(fd);
    close(other);
}

/* ---- streams ---- */

static void test_a_stream_goes_on_until_its_end(void **state)
{
    struct world *world = *state;
    struct buffer heard;

    world->server = world_serve(world);
    int fd = client(world);
    buffer_init(&heard);
    say(fd, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    while (world->stream == NULL)
        turn(world);
    expect(world, fd, &heard, "Content-Type: text/event-stream\r\n");
    assert_true(http_stream_send(world->stream, "data: 1\n\n", 9));
    expect(world, fd, &heard, "data: 1\n\n");
    assert_true(http_stream_send(world->stream, "data: 2\n\n", 9));
    expect(world, fd, &heard, "data: 2\n\n");
    http_stream_end(world->stream);
    expect_end(world, fd, &heard);
    assert_true(holds(&heard, "0\r\n\r\n"));
    assert_int_equal(world->closed, 0);
    close(fd);
    buffer_clear(&heard);
}

static void test_a_listener_that_leaves_is_noticed(void **state)
{
    struct world *world = *state;

    world->server = world_serve(world);
    int fd = client(world);
    say(fd, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    while (world->stream == NULL)
        turn(world);
    close(fd);
    int64_t until = clock_monotonic_ms() + PATIENCE_MS;
    while (world->closed == 0) {
        turn(world);
        assert_true(clock_monotonic_ms() < until);
    }
    while (http_server_connections(world->server) > 0)
        turn(world);
    assert_int_equal(world->closed, 1);
}

static void test_a_listener_that_takes_nothing_is_left(void **state)
{
    struct world *world = *state;
    unsigned sent = 0;

    world->server = world_serve(world);
    int fd = client(world);
    say(fd, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    while (world->stream == NULL)
        turn(world);
    while (world->closed == 0) {
        if (world->stream != NULL && http_stream_send(world->stream, world->big, 10000))
            sent++;
        turn(world);
        assert_true(sent < 1000); /* 10 MB: more than the kernel and the server keep together */
    }
    assert_int_equal(world->closed, 1);
    close(fd);
}

/* ---- addresses ---- */

static void test_only_loopback_and_unix_sockets(void **state)
{
    struct error error;
    static const char *const good[] = {"127.0.0.1:0", "127.0.0.1:65535", "127.9.9.9:80",
                                       "[::1]:9464", "unix:/run/meritd/web.sock"};
    static const char *const bad[] = {"",
                                      "127.0.0.1",
                                      "127.0.0.1:",
                                      "127.0.0.1:65536",
                                      "127.0.0.1:1a",
                                      "0.0.0.0:80",
                                      "10.0.0.1:80",
                                      "[::]:80",
                                      "[::1]",
                                      "[::1]:",
                                      "localhost:80",
                                      "unix:run/web",
                                      "unix:",
                                      ":80",
                                      "127.0.0.1:-1",
                                      "127.0.0.1: 1"};
    char long_path[200] = "unix:/";

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        if (!http_listen_check(good[i], &error))
            fail_msg("%s: %s", good[i], error.text);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (http_listen_check(bad[i], &error))
            fail_msg("%s is taken", bad[i]);
    memset(long_path + 6, 'a', 106);
    assert_true(http_listen_check(long_path, &error)); /* 107 bytes, and NUL */
    long_path[112] = 'a';
    assert_false(http_listen_check(long_path, &error));
}

static void test_a_socket_left_over_is_replaced_and_a_live_one_is_not(void **state)
{
    struct world *world = *state;
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    struct error error;

    snprintf(at.sun_path, sizeof at.sun_path, "%s", world->path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    close(fd);
    world->server = world_serve(world);
    expect_answer(world, "GET /hello HTTP/1.1\r\n" END, "hello");
    assert_null(http_server_new(&world->options, &error));
    assert_non_null(strstr(error.text, "cannot listen on unix:"));
    expect_answer(world, "GET /hello HTTP/1.1\r\n" END, "hello");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(test_one_connection_asks_again),
        TEST(test_every_answer_is_strict),
        TEST(test_head_says_the_length_alone),
        TEST(test_who_has_it_gets_304),
        TEST(test_gzip_for_who_takes_it),
        TEST(test_bodies_and_queries),
        TEST(test_what_two_could_read_in_two_ways_is_refused),
        TEST(test_headers_and_bodies_have_limits),
        TEST(test_a_slow_request_ends),
        TEST(test_who_does_not_take_the_answer_is_left),
        TEST(test_idle_connections_make_room),
        TEST(test_busy_connections_are_left_alone),
        TEST(test_an_answer_to_nobody),
        TEST(test_a_request_that_nobody_answers_ends_with_the_server),
        TEST(test_a_stream_goes_on_until_its_end),
        TEST(test_a_listener_that_leaves_is_noticed),
        TEST(test_a_listener_that_takes_nothing_is_left),
        TEST(test_only_loopback_and_unix_sockets),
        TEST(test_a_socket_left_over_is_replaced_and_a_live_one_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
