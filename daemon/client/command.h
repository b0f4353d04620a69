/*
 * command.h - a sub-command: its name, options, help and code, all in one file (score.c, …).
 *
 *     static int score(struct client *client) { … }
 *
 *     const struct command command_score = {
 *         .name = "score",
 *         .summary = "a month's ranking",
 *         …
 *         COMMAND_OPTIONS(options),
 *         .own = {.takes_all = true, .run = score},
 *     };
 *
 * commands/command_table.h lists them. commands/arguments.h reads a command line into an invocation; command_run
 * carries it out.
 */
#ifndef MERITD_CLIENT_COMMAND_H
#define MERITD_CLIENT_COMMAND_H

#include "base/error.h"
#include "base/exit_status.h"
#include "client/invocation.h"
#include "client/option.h"

#define ACTION_OPTIONS_MAX 6

struct client;

/*
 * One of the things that a command does. Its functions return an enum exit_status. They find the options in
 * the variables of their file, and the words after the action's word in operands.
 */
struct action {
    /* What chooses the action: the first operand, or the variable of an option. A command's own action has neither. */
    const char *word;
    const bool *flag;
    const char **text;

    const char *operands; /* after the word, for messages: "ID" */
    size_t least, most;   /* of them */
    const char *id_of;    /* the first operand numbers this, "an appeal"; NULL: no number */

    /* Options, by their variables. Others are refused; a needed option must be given, and not as "". */
    const void *needs[ACTION_OPTIONS_MAX];
    const void *takes[ACTION_OPTIONS_MAX];
    bool takes_all;
    const void *alternatives[2]; /* not both of these */

    bool unconfigured; /* uses the defaults: the configuration may be wrong */

    /* Checks options and operands against each other; NULL: no such check. */
    int (*check)(const struct invocation *invocation);
    /* Does the action: on an open connection, or without one. */
    int (*run)(struct client *client);
    int (*alone)(const struct invocation *invocation);
};

struct command {
    const char *name;
    const char *operands; /* for the help: "FILE…"; "" without */
    size_t least, most;   /* operands */
    const char *summary;  /* one line */
    const char *details;  /* paragraphs for its own help */
    bool spoken;          /* leads, agents or payroll read it: in the shop's language */
    const char *roles;    /* who may run it (docs/roles.md): "a or b" */
    const struct command_option *options;
    size_t option_count; /* COMMAND_OPTIONS_MAX at most */
    struct action own;   /* the action when no other is chosen; all zero: one must be chosen */
    const struct action *actions;
    size_t action_count;
    /* For a command that reads its own command line (argv[0] is its name); it sets only this, name and summary. */
    int (*main)(int argc, char **argv);
};

#define COMMAND_OPTIONS(table) .options = (table), .option_count = sizeof(table) / sizeof(table)[0]
#define COMMAND_ACTIONS(table) .actions = (table), .action_count = sizeof(table) / sizeof(table)[0]

/* Does the invocation work with any configuration, even a wrong one? */
bool command_is_unconfigured(const struct invocation *invocation);

/* Checks the invocation and carries it out. Returns an enum exit_status. */
int command_run(const struct invocation *invocation);

#endif
