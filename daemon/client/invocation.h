/*
 * invocation.h - a command line, read: what the user asked for.
 */
#ifndef MERITD_CLIENT_INVOCATION_H
#define MERITD_CLIENT_INVOCATION_H

#include "client/option.h"
#include "config/config.h"

struct command;

/* Texts are lent by argv. */
struct invocation {
    const struct command *command;
    const struct config *config;
    const char *config_path; /* --config, MERITD_CONFIG, or the default if it exists; NULL: none */
    int64_t present_ms;      /* from --now; TIME_NONE: use the clock */
    const char *const *operands;
    size_t operand_count;
    const char *values[COMMAND_OPTIONS_MAX]; /* in the order of the options; NULL: not given */
};

/* Prints what is wrong with the command line, and where to find help; returns EXIT_STATUS_USAGE. */
int invocation_refuse(const struct invocation *invocation, const char *format, ...)
    PRINTF_LIKE(2, 3);

#endif
