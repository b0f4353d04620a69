/* site.c - see the header. */
#include "web/site.h"

#include "base/time.h"
#include "web/route.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_post(const struct http_request *request)
{
    return http_request_method(request) == HTTP_POST;
}

static void answer_text(struct http_request *request, int status, const char *text)
{
    http_answer(request, &(struct http_answer){.status = status,
                                               .type = "text/plain; charset=utf-8",
                                               .body = text,
                                               .length = strlen(text)});
}

static void answer_not_found(struct http_request *request)
{
    http_answer_problem(request, 404, "not_found", "there is nothing here");
}

static void answer_method(struct http_request *request)
{
    http_answer_problem(request, 405, "method", "not with this method");
}

/* ---- files ---- */

static const char *file_type(const char *path)
{
    static const struct {
        const char *end, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".webmanifest", "application/manifest+json"},
    };
    const char *end = strrchr(path, '.');

    for (size_t i = 0; end != NULL && i < sizeof types / sizeof types[0]; i++)
        if (strcmp(end, types[i].end) == 0)
            return types[i].type;
    return "application/octet-stream";
}

static void site_file(const struct site *site, struct http_request *request)
{
    const char *path = http_request_path(request) + 1;
    struct text bytes;

    if (*path == '\0')
        path = "index.html";
    if (!site->find_file(path, &bytes))
        answer_not_found(request);
    else if (is_post(request))
        answer_method(request);
    else
        http_answer(request, &(struct http_answer){.status = 200,
                                                   .type = file_type(path),
                                                   .cache = "no-cache",
                                                   .tag = true,
                                                   .body = bytes.bytes,
                                                   .length = bytes.length});
}

/* ---- sessions ---- */

/* Whether the page has anything to sign in or out of. */
static void site_tell_auth(const struct site *site, struct http_request *request)
{
    const char *body = site->persons->auth == WEB_AUTH_PASSWORD ? "{\"password\": true}\n"
                                                                : "{\"password\": false}\n";

    http_answer(request, &(struct http_answer){.status = 200,
                                               .type = "application/json",
                                               .body = body,
                                               .length = strlen(body)});
}

static void site_sign_in(const struct site *site, struct http_request *request)
{
    if (!is_post(request))
        site_tell_auth(site, request);
    else if (site->persons->auth != WEB_AUTH_PASSWORD)
        http_answer_problem(request, 404, "no_sign_in", "nobody signs in here");
    else
        sign_in_begin(site->sign_in, request, clock_monotonic_ms());
}

static void site_sign_out(const struct site *site, struct http_request *request)
{
    int64_t now_s = clock_wall_ms() / 1000;
    char cookie[SET_COOKIE_SIZE];
    struct cookie person = {0};

    if (!is_post(request)) {
        answer_method(request);
        return;
    }
    if (!person_of(site->persons, request, now_s, &person))
        person = (struct cookie){0};
    person_sign_out(site->persons, &person, now_s, cookie);
    http_answer(request, &(struct http_answer){.status = 204,
                                               .headers = {{"Set-Cookie", cookie},
                                                           {"Clear-Site-Data", "\"cache\""}}});
}

/* ---- routes ---- */

static void site_ask(const struct site *site, struct http_request *request,
                     const struct cookie *person, const struct web_route *route)
{
    struct web_question question;
    struct web_problem problem;
    char message[300];

    web_question_init(&question, route);
    bool good = is_post(request)
                    ? web_question_read_body(&question, http_request_body(request), &problem)
                    : web_question_read_query(&question, http_request_query(request), &problem);
    if (good) {
        pages_ask(site->pages, request, person->login, &question, clock_monotonic_ms());
    } else {
        snprintf(message, sizeof message, "%s%s%s", problem.parameter,
                 *problem.parameter != '\0' ? " " : "", problem.text);
        http_answer_wrong(request, &(struct http_problem){.status = 400,
                                                          .code = "parameter",
                                                          .message = message,
                                                          .field = problem.parameter});
    }
    web_question_clear(&question);
}

static void site_api(const struct site *site, struct http_request *request)
{
    const char *path = http_request_path(request);
    const struct web_route *route = web_route_find(path);
    bool events = strcmp(path, "/api/events") == 0;
    struct cookie person;

    if (route == NULL && !events)
        answer_not_found(request);
    else if (is_post(request) != (route != NULL && route->writes))
        answer_method(request);
    else if (!person_of(site->persons, request, clock_wall_ms() / 1000, &person))
        http_answer_problem(request, 401, "sign_in", "sign in first");
    else if (events)
        events_listen(site->events, request, &person);
    else
        site_ask(site, request, &person, route);
}

/* ---- all requests ---- */

static bool is_json(const struct http_request *request)
{
    const char *type = http_request_header(request, "Content-Type");

    return type != NULL && strncasecmp(type, "application/json", 16) == 0 &&
           (type[16] == '\0' || type[16] == ';' || type[16] == ' ');
}

/* Another site's page can make a browser send a POST, but neither with our origin nor as JSON. */
static bool site_refuses(const struct site *site, struct http_request *request)
{
    if (!person_host_fits(site->persons, request))
        http_answer_problem(request, 421, "host", "this server has another name: see web.listen");
    else if (is_post(request) && !person_origin_fits(site->persons, request))
        http_answer_problem(request, 403, "origin",
                            "this does not come from the page: see web.origin");
    else if (is_post(request) && !is_json(request))
        http_answer_problem(request, 415, "type", "the body must be application/json");
    else
        return false;
    return true;
}

void site_handle(struct http_request *request, void *context)
{
    const struct site *site = context;
    const char *path = http_request_path(request);

    if (strcmp(path, "/healthz") == 0)
        answer_text(request, 200, "ok\n");
    else if (strcmp(path, "/readyz") == 0)
        answer_text(request, readers_are_ready(site->readers) ? 200 : 503,
                    readers_are_ready(site->readers) ? "ready\n" : "no connection to PostgreSQL\n");
    else if (site_refuses(site, request))
        return;
    else if (strcmp(path, "/api/sign-in") == 0)
        site_sign_in(site, request);
    else if (strcmp(path, "/api/sign-out") == 0)
        site_sign_out(site, request);
    else if (strncmp(path, "/api/", 5) == 0)
        site_api(site, request);
    else
        site_file(site, request);
}
