/* person.c - see the header. */
#include "web/person.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

/* Behind TLS the name itself forbids that another host or plain HTTP sets it. */
static bool persons_are_secure(const struct persons *persons)
{
    return persons->origin != NULL && strncmp(persons->origin, "https://", 8) == 0;
}

static const char *persons_cookie_name(const struct persons *persons)
{
    return persons_are_secure(persons) ? "__Host-meritd" : "meritd";
}

bool person_has_left(const struct persons *persons, const struct cookie *person)
{
    for (size_t i = 0; i < persons->ended_count; i++)
        if (persons->ended[i].number == person->number)
            return true;
    return false;
}

static bool person_of_cookie(const struct persons *persons, const struct http_request *request,
                             int64_t now_s, struct cookie *person)
{
    struct text value = cookie_find(http_request_header(request, "Cookie"),
                                    persons_cookie_name(persons));

    return value.bytes != NULL && cookie_read(persons->secret, value, now_s, person) &&
           !person_has_left(persons, person);
}

static bool person_named(const char *login, struct cookie *person)
{
    if (login == NULL || !login_is_possible(login))
        return false;
    *person = (struct cookie){.ends_s = INT64_MAX};
    memcpy(person->login, login, strlen(login) + 1);
    return true;
}

bool person_of(const struct persons *persons, const struct http_request *request, int64_t now_s,
               struct cookie *person)
{
    switch (persons->auth) {
    case WEB_AUTH_PASSWORD: return person_of_cookie(persons, request, now_s, person);
    case WEB_AUTH_PROXY: return person_named(http_request_header(request, persons->header), person);
    case WEB_AUTH_NONE: return person_named(persons->login, person);
    }
    return false;
}

static void person_set_cookie(const struct persons *persons, const char *value, int64_t seconds,
                              char out[SET_COOKIE_SIZE])
{
    snprintf(out, SET_COOKIE_SIZE,
             "%s=%s; Path=/; Max-Age=%" PRId64 "; HttpOnly; SameSite=Strict%s",
             persons_cookie_name(persons), value, seconds,
             persons_are_secure(persons) ? "; Secure" : "");
}

void person_sign_in(const struct persons *persons, const char *login, int64_t now_s,
                    char out[SET_COOKIE_SIZE])
{
    struct cookie cookie = {.ends_s = now_s + persons->session_s};
    char value[COOKIE_SIZE];

    memcpy(cookie.login, login, strlen(login) + 1);
    if (getrandom(&cookie.number, sizeof cookie.number, 0) < 0)
        cookie.number = (uint64_t)now_s;
    cookie_write(persons->secret, &cookie, value);
    person_set_cookie(persons, value, persons->session_s, out);
}

/* Forgets what has ended by time; when there are too many, the one that would end first. */
static void persons_remember_end(struct persons *persons, const struct cookie *person,
                                 int64_t now_s)
{
    size_t kept = 0, first = 0;

    for (size_t i = 0; i < persons->ended_count; i++)
        if (persons->ended[i].ends_s > now_s)
            persons->ended[kept++] = persons->ended[i];
    for (size_t i = 0; i < kept; i++)
        if (persons->ended[i].ends_s < persons->ended[first].ends_s)
            first = i;
    if (kept < ENDED_MAX)
        first = kept++;
    persons->ended[first] = *person;
    persons->ended_count = kept;
}

void person_sign_out(struct persons *persons, const struct cookie *person, int64_t now_s,
                     char out[SET_COOKIE_SIZE])
{
    if (person->number != 0)
        persons_remember_end(persons, person, now_s);
    person_set_cookie(persons, "", 0, out);
}

/* Is it this name, with or without a port? */
static bool host_is(const char *host, const char *name, size_t length)
{
    const char *port = host + length;

    if (strncasecmp(host, name, length) != 0)
        return false;
    return *port == '\0' || (*port == ':' && port[1 + strspn(port + 1, "0123456789")] == '\0');
}

static bool host_is_this_machine(const char *host, const char *listen)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    const char *port = strrchr(listen, ':');

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (host_is(host, names[i], strlen(names[i])))
            return true;
    return port != NULL && host_is(host, listen, (size_t)(port - listen));
}

bool person_host_fits(const struct persons *persons, const struct http_request *request)
{
    const char *host = http_request_header(request, "Host");

    if (persons->local)
        return true;
    return host != NULL && host_is_this_machine(host, persons->listen);
}

bool person_origin_fits(const struct persons *persons, const struct http_request *request)
{
    const char *origin = http_request_header(request, "Origin");
    const char *host = http_request_header(request, "Host");

    if (origin == NULL)
        return false;
    if (persons->origin != NULL)
        return strcasecmp(origin, persons->origin) == 0;
    return host != NULL && strncmp(origin, "http://", 7) == 0 && strcasecmp(origin + 7, host) == 0;
}

const char *person_address(const struct persons *persons, const struct http_request *request)
{
    const char *forwarded = persons->local ? http_request_header(request, "X-Forwarded-For") : NULL;

    if (forwarded == NULL)
        return http_request_peer(request);
    const char *last = strrchr(forwarded, ','); /* what the proxy itself has added */
    return last != NULL ? last + 1 + strspn(last + 1, " ") : forwarded;
}
