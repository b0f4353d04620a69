/*
 * cookie.h - the session as a browser keeps it: login, end and number, signed.
 *
 * The server keeps no session: what a cookie says is true if its signature is ours. Text form:
 * hex(login).end.number.HMAC-SHA-256, the end in seconds since 1970, the number in hex.
 */
#ifndef MERITD_WEB_COOKIE_H
#define MERITD_WEB_COOKIE_H

#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

enum { LOGIN_SIZE = 64, COOKIE_SIZE = 2 * LOGIN_SIZE + 20 + 16 + 64 + 8 };

struct cookie {
    char login[LOGIN_SIZE];
    int64_t ends_s;
    uint64_t number; /* tells sessions apart */
};

/* Could it be a login: 1 to 63 bytes of UTF-8 without control characters? */
bool login_is_possible(const char *login);

void cookie_write(struct text secret, const struct cookie *cookie, char out[COOKIE_SIZE]);
/* False: it is not ours, or its time is over. */
MUST_CHECK bool cookie_read(struct text secret, struct text value, int64_t now_s,
                            struct cookie *cookie);
/* The value of the named cookie in a Cookie header (NULL: none); absent: it is not there, or there more than once. */
struct text cookie_find(const char *header, const char *name);

#endif
