/*
 * flags.h - values of flags that several commands have. Each returns an exit status: EXIT_STATUS_USAGE when
 * the value is wrong, and it was said why.
 */
#ifndef MERITD_APP_FLAGS_H
#define MERITD_APP_FLAGS_H

#include "app/command.h"

#define MONTH_TEXT_SIZE 11 /* its first day, "2026-10-01", and NUL */
#define LIMIT_TEXT_SIZE 16

/* --month, which was given. */
MUST_CHECK int month_read(const struct invocation *invocation, char out[MONTH_TEXT_SIZE]);

/* --limit, a whole number from 0; otherwise what it is when it was not given. */
MUST_CHECK int limit_read(const struct invocation *invocation, const char *otherwise,
                          char out[LIMIT_TEXT_SIZE]);

#endif
