/*
 * person.h - who asks: by a signed cookie, by a reverse proxy's header, or always the same login.
 */
#ifndef MERITD_WEB_PERSON_H
#define MERITD_WEB_PERSON_H

#include "base/error.h"
#include "base/text.h"
#include "http/server.h"
#include "web/cookie.h"

enum web_auth { WEB_AUTH_PASSWORD, WEB_AUTH_PROXY, WEB_AUTH_NONE };

enum { ENDED_MAX = 4096, SET_COOKIE_SIZE = COOKIE_SIZE + 120 };

struct persons {
    enum web_auth auth;
    struct text secret; /* lent: signs cookies */
    const char *origin; /* "https://merit.example.com"; NULL: http, this machine alone */
    const char *header; /* PROXY: holds the login */
    const char *login;  /* NONE: everybody's */
    int64_t session_s;
    const char *listen; /* "127.0.0.1:8484": its host is a name of ours */
    bool local;         /* on a unix socket: whoever speaks there is the proxy */
    size_t ended_count; /* sessions signed out of before their time: */
    struct cookie ended[ENDED_MAX];
};

/* False: nobody is signed in. ends_s and number of a person who needs no session are INT64_MAX and 0. */
MUST_CHECK bool person_of(const struct persons *persons, const struct http_request *request,
                          int64_t now_s, struct cookie *person);

/* Begins a session; writes the value of Set-Cookie. */
void person_sign_in(const struct persons *persons, const char *login, int64_t now_s,
                    char out[SET_COOKIE_SIZE]);
/* Ends the session for good; writes the value of Set-Cookie that takes the cookie away. */
void person_sign_out(struct persons *persons, const struct cookie *person, int64_t now_s,
                     char out[SET_COOKIE_SIZE]);
bool person_has_left(const struct persons *persons, const struct cookie *person);

/* Was the request sent to us? Else a foreign page may have made its own name point to this machine. */
bool person_host_fits(const struct persons *persons, const struct http_request *request);
/* Does a POST come from our own page? */
bool person_origin_fits(const struct persons *persons, const struct http_request *request);
/* The address that attempts are counted by. */
const char *person_address(const struct persons *persons, const struct http_request *request);

#endif
