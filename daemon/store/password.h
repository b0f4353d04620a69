/*
 * password.h - is this the login's password? The server's own check: a connection as that login, never blocking.
 *
 *     struct password_check *check = password_check_new(&options, login, password, now, &error);
 *     while (password_check_turn(check, now) == PASSWORD_GOING) wait for fd/wants, deadline
 *     password_check_free(check);
 *
 * So whatever the server knows of logins counts: SCRAM, LDAP or PAM in pg_hba.conf, an expiry, a limit of connections.
 * A server that lets a login in without asking for a password has checked nothing: that is no right password.
 */
#ifndef MERITD_STORE_PASSWORD_H
#define MERITD_STORE_PASSWORD_H

#include "base/error.h"

#include <stdint.h>

enum password_answer {
    PASSWORD_GOING,
    PASSWORD_RIGHT,
    PASSWORD_WRONG,     /* or the login may not connect */
    PASSWORD_UNASKED,   /* the server let the login in without a password */
    PASSWORD_UNCHECKED, /* the server could not be asked: error says why */
};

struct password_check;

/* conninfo: libpq's, of the server and database; NULL or "": its variables. Begins; NULL: error. Caller frees. */
MUST_CHECK struct password_check *password_check_new(const char *conninfo, const char *login,
                                                     const char *password, int64_t now_ms,
                                                     struct error *error);
void password_check_free(struct password_check *check); /* NULL does nothing */

enum password_answer password_check_turn(struct password_check *check, int64_t now_ms,
                                         struct error *error);
int password_check_fd(const struct password_check *check);
unsigned password_check_wants(const struct password_check *check); /* enum store_wants */
int64_t password_check_deadline_ms(const struct password_check *check);

#endif
