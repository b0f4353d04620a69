/*
 * flags.h - values of flags that several commands have. Each returns an exit status: EXIT_STATUS_USAGE when
 * the value is wrong, and it was said why.
 */
#ifndef MERITD_COMMANDS_FLAGS_H
#define MERITD_COMMANDS_FLAGS_H

#include "commands/command.h"

#define MONTH_TEXT_SIZE 11 /* its first day, "2026-10-01", and NUL */
#define LIMIT_TEXT_SIZE 16

/* --month, which was given. */
MUST_CHECK int month_read(const struct invocation *invocation, char out[MONTH_TEXT_SIZE]);

/* The same; out is "" when it was not given. */
MUST_CHECK int month_read_if_given(const struct invocation *invocation, char out[MONTH_TEXT_SIZE]);

/* --format of what is no table: text (default) or json. */
MUST_CHECK int json_read_format(const struct invocation *invocation, bool *json);

/* An id as lists show it, a whole number. what names it for the message: "an appeal". */
MUST_CHECK int id_read(const struct invocation *invocation, const char *what, const char *given);

/*
 * Of a command that does one of several things: what the one named `action` needs and may have besides.
 * Both are names of flags, separated by single spaces; whatever else was given is refused, and a needed one
 * must be neither missing nor "".
 */
MUST_CHECK int flags_fit(const struct invocation *invocation, const char *action, const char *needs,
                         const char *takes);

/* "true" or "false", as SQL reads it: was the flag given? */
const char *flag_truth(const struct invocation *invocation, const char *name);

/* A flag's length of time: a whole number and s, m or h ("90s"), a week at most. 0 when it was not given. */
MUST_CHECK int duration_read(const struct invocation *invocation, const char *name, int64_t *ms);

/* --limit, a whole number from 0; otherwise what it is when it was not given. */
MUST_CHECK int limit_read(const struct invocation *invocation, const char *otherwise,
                          char out[LIMIT_TEXT_SIZE]);

#endif
