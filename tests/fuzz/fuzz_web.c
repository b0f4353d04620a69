/*
 * fuzz_web - any bytes as a request to `meritd web`: nothing crashes, what is accepted fits its table, what is
 * refused says why, and a forged cookie is never a session.
 *
 *     fuzz_web CORPUS tests/fuzz/corpus/web
 *
 * Input, line by line: the path, the query, the Cookie header, and the rest is the body.
 */
#include "base/utf8.h"
#include "http/gzip.h"
#include "web/cookie.h"
#include "web/route.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Stays in every build, and names the invariant. */
#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* Cuts a line off; it ends at its first NUL, as evhttp's texts do. */
static char *take_line(char **rest)
{
    char *line = strsep(rest, "\n");

    return line != NULL ? line : (char *)(uintptr_t) "";
}

static void check_question(const struct web_question *question)
{
    size_t bad, given = 0;

    HOLDS(strncmp(question->sql, "select ", 7) == 0);
    HOLDS(strcmp(question->sql + strlen(question->sql) - 7, ")::text") == 0);
    for (const char *at = question->sql; (at = strchr(at, '$')) != NULL; at++)
        given++;
    HOLDS(given == question->count && question->count <= WEB_PARAMS_MAX);
    for (size_t i = 0; i < question->count; i++)
        HOLDS(utf8_is_valid(text_of(question->values[i]), &bad));
    HOLDS(question->language == NULL || strcmp(question->language, "zh") == 0 ||
          strcmp(question->language, "en") == 0);
}

static void check_problem(const struct web_problem *problem)
{
    size_t bad;

    HOLDS(problem->text[0] != '\0');
    HOLDS(utf8_is_valid(text_of(problem->text), &bad));
    HOLDS(strlen(problem->parameter) <= WEB_NAME_MAX);
    HOLDS(strpbrk(problem->parameter, "<>\"'&\n") == NULL);
}

static void ask(const struct web_route *route, const char *query, struct text body)
{
    struct web_question question;
    struct web_problem problem;

    web_question_init(&question, route);
    bool good = route->writes ? web_question_read_body(&question, body, &problem)
                              : web_question_read_query(&question, query, &problem);
    if (good)
        check_question(&question);
    else
        check_problem(&problem);
    web_question_clear(&question);
}

static void check_cookie(const char *header)
{
    struct cookie cookie;
    struct text value = cookie_find(header, "meritd");

    if (value.bytes != NULL)
        HOLDS(!cookie_read(TEXT("a secret that nobody knows"), value, 0, &cookie));
    (void)gzip_is_accepted(header);
    (void)login_is_possible(header);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char *input = malloc(length + 1), *rest = input;

    HOLDS(input != NULL);
    memcpy(input, bytes, length);
    input[length] = '\0';
    const struct web_route *route = web_route_find(take_line(&rest));
    const char *query = take_line(&rest), *cookie = take_line(&rest);
    struct text body = {NULL, 0};
    if (rest != NULL)
        body = (struct text){rest, length - (size_t)(rest - input)};
    if (route != NULL)
        ask(route, query, body);
    for (size_t i = 0; route == NULL && i < web_route_count; i++)
        ask(&web_routes[i], query, body);
    check_cookie(cookie);
    struct buffer login;
    buffer_init(&login);
    if (web_body_text(body, "login", &login))
        HOLDS(login.length > 0 && login.bytes[login.length - 1] == '\0');
    buffer_clear(&login);
    free(input);
    return 0;
}
