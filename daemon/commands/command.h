/*
 * command.h - a sub-command: what it is called with, and what it runs.
 *
 * The table of all commands is command_table (command_table.c); the command line is read by
 * arguments.h, which fills in an invocation and hands it to the command's run.
 */
#ifndef MERITD_COMMANDS_COMMAND_H
#define MERITD_COMMANDS_COMMAND_H

#include "base/error.h"
#include "base/exit_status.h"
#include "config/config.h"

#include <stddef.h>
#include <stdint.h>

#define COMMAND_FLAGS_MAX 12

/* An option of one command. */
struct command_flag {
    const char *name;  /* "--month"; NULL ends a command's list */
    const char *value; /* what follows it, for the help: "YYYY-MM"; NULL: nothing does */
    bool required;
    const char *meaning;
};

struct invocation;

struct command {
    const char *name;
    const char *operands; /* for the help: "FILE…"; "" without */
    size_t least, most;   /* operands */
    const char *summary;  /* one line */
    const char *details;  /* paragraphs for its own help */
    const char *roles;    /* who may run it (docs/roles.md): "a or b" */
    struct command_flag flags[COMMAND_FLAGS_MAX];
    /* Returns an enum exit_status. */
    int (*run)(const struct invocation *invocation);
};

extern const struct command command_table[];
extern const size_t command_count;

/* What was asked for; texts are lent by argv. */
struct invocation {
    const struct command *command;
    const struct config *config;
    const char *config_path; /* --config, MERITD_CONFIG, or the default if it exists; NULL: none */
    const char *now;         /* of --now; NULL: the present is the clock's */
    int64_t now_ms;          /* the same; TIME_NONE */
    const char *const *operands;
    size_t operand_count;
    const char *values[COMMAND_FLAGS_MAX]; /* of flags, in their order; NULL: not given */
};

/* The value of a flag of the command's ("" for one without a value), or NULL when it was not given. */
const char *invocation_flag(const struct invocation *invocation, const char *name);

/* A wrong value of a flag: says so, returns EXIT_STATUS_USAGE. */
int invocation_refuse(const struct invocation *invocation, const char *format, ...)
    PRINTF_LIKE(2, 3);

int command_actions(const struct invocation *invocation);
int command_appeal(const struct invocation *invocation);
int command_check(const struct invocation *invocation);
int command_close(const struct invocation *invocation);
int command_dead_letters(const struct invocation *invocation);
int command_exclude(const struct invocation *invocation);
int command_explain(const struct invocation *invocation);
int command_include(const struct invocation *invocation);
int command_ingest(const struct invocation *invocation);
int command_ledger(const struct invocation *invocation);
int command_migrate(const struct invocation *invocation);
int command_post(const struct invocation *invocation);
int command_rebuild(const struct invocation *invocation);
int command_replay(const struct invocation *invocation);
int command_revise(const struct invocation *invocation);
int command_rules(const struct invocation *invocation);
int command_scheme(const struct invocation *invocation);
int command_score(const struct invocation *invocation);
int command_settings(const struct invocation *invocation);
int command_settle(const struct invocation *invocation);
int command_status(const struct invocation *invocation);
int command_verify(const struct invocation *invocation);

#endif
