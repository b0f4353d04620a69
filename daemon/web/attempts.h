/*
 * attempts.h - slows down who tries passwords: by the address that asks, and by the login that is tried.
 *
 * The first failures cost nothing, more of them for an address, which may be a whole office's; then each doubles the
 * wait, up to a limit. A name is forgotten a quarter of an hour after its
 * last failure. Memory is fixed: with more names than it holds, those go that failed longest ago.
 */
#ifndef MERITD_WEB_ATTEMPTS_H
#define MERITD_WEB_ATTEMPTS_H

#include "base/error.h"

#include <stdint.h>

/* From which failure on an address or a login waits; and the longest wait: a login may be tried by somebody else. */
enum {
    ATTEMPTS_ADDRESS_FREE = 30,
    ATTEMPTS_LOGIN_FREE = 3,
    ATTEMPTS_ADDRESS_MS = 60000,
    ATTEMPTS_LOGIN_MS = 8000
};

struct attempts;

MUST_CHECK struct attempts *attempts_new(void); /* NULL: out of memory. Caller frees. */
void attempts_free(struct attempts *attempts);  /* NULL does nothing */

/* How long this login may not be tried from this address, ms; 0: now. */
int64_t attempts_wait_ms(const struct attempts *attempts, const char *address, const char *login,
                         int64_t now_ms);
void attempts_failed(struct attempts *attempts, const char *address, const char *login,
                     int64_t now_ms);
/* The address stays slowed down: it may know one password and try others. */
void attempts_passed(struct attempts *attempts, const char *login);

#endif
