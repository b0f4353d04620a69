/*
 * sign_in.h - login and password become a session, if the server says so.
 *
 * The database is asked first whether the login may be used here. A few passwords are checked at once, others wait. Who failed too often waits before the next try (attempts.h).
 */
#ifndef MERITD_WEB_SIGN_IN_H
#define MERITD_WEB_SIGN_IN_H

#include "http/server.h"
#include "store/readers.h"
#include "web/person.h"

enum { SIGN_IN_CHECKS_MAX = 4 };

struct sign_in;

/* Lends all. conninfo: where passwords are checked. NULL: out of memory. Free the readers before. */
MUST_CHECK struct sign_in *sign_in_new(struct readers *readers, const struct persons *persons,
                                       const char *conninfo);
void sign_in_free(
    struct sign_in *sign_in); /* requests under way are not answered. NULL does nothing */

/* Answers sooner or later: 204 with a cookie, or why not. */
void sign_in_begin(struct sign_in *sign_in, struct http_request *request, int64_t now_ms);

void sign_in_turn(struct sign_in *sign_in, int64_t now_ms);
size_t sign_in_fds(const struct sign_in *sign_in, struct readers_fd out[SIGN_IN_CHECKS_MAX]);
int64_t sign_in_deadline_ms(const struct sign_in *sign_in);

/* Attempts by what became of them. unchecked: the database or the password could not be asked. */
struct sign_in_statistics {
    uint64_t passed, wrong, slowed, unchecked;
};

const struct sign_in_statistics *sign_in_statistics(const struct sign_in *sign_in);

#endif
