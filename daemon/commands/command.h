/*
 * command.h - a sub-command: its name, options, help and code, which stand in one file (score.c, …).
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
 * Whoever lists commands and their options (help, and what is made of it) walks command_table. Reading a command
 * line (arguments.h) fills in an invocation; command_run does what it asks for.
 */
#ifndef MERITD_COMMANDS_COMMAND_H
#define MERITD_COMMANDS_COMMAND_H

#include "base/error.h"
#include "base/exit_status.h"
#include "commands/invocation.h"
#include "commands/option.h"

#define ACTION_OPTIONS_MAX 4

struct client;

/*
 * One of the things that a command does. Its functions return an enum exit_status; they find what options
 * were given in the variables of their file, and in operands what follows the action's word.
 */
struct action {
    /* What chooses it: the first operand, or the variable of an option. Nothing chooses a command's own. */
    const char *word;
    const bool *flag;
    const char **text;

    const char *operands; /* after the word, for messages: "ID" */
    size_t least, most;   /* of them */
    const char *id_of;    /* the first of them is a number, of "an appeal"; NULL: it is not */

    /* Options, by their variables: all others are refused, and what is needed may be neither missing nor "". */
    const void *needs[ACTION_OPTIONS_MAX];
    const void *takes[ACTION_OPTIONS_MAX];
    bool takes_all;

    bool unconfigured; /* goes by the defaults: the configuration may be what is wrong */

    /* What options and operands must be to each other; NULL: nothing more. */
    int (*check)(const struct invocation *invocation);
    /* Does it: on an opened connection, or without one. */
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
    struct action own;   /* when no other is chosen; all zero: one must be */
    const struct action *actions;
    size_t action_count;
    /* Reads a command line of its own, of which argv[0] is the name; then only name and summary are set above. */
    int (*main)(int argc, char **argv);
};

#define COMMAND_OPTIONS(table) .options = (table), .option_count = sizeof(table) / sizeof(table)[0]
#define COMMAND_ACTIONS(table) .actions = (table), .action_count = sizeof(table) / sizeof(table)[0]

/* In the order of the help; command_table.c. */
extern const struct command *const command_table[];
extern const size_t command_count;

/* Does what is asked for work whatever the configuration is? */
bool command_is_unconfigured(const struct invocation *invocation);

/* Checks what was asked for, and does it. Returns an enum exit_status. */
int command_run(const struct invocation *invocation);

#endif
