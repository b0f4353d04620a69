/*
 * action.h - commands whose first operand is a word that says what is to be done: `meritd appeal list`.
 *
 *     static const struct action actions[] = {
 *         {"list", "", 0, 0, .takes = "--month --format", .run = appeal_list}, …
 *     };
 *     return action_run(invocation, actions, sizeof actions / sizeof actions[0]);
 */
#ifndef MERITD_COMMANDS_ACTION_H
#define MERITD_COMMANDS_ACTION_H

#include "commands/client.h"

struct action {
    const char *word;
    const char *operands; /* behind the word, for messages: "ID"; "" without */
    size_t least, most;   /* of them */
    const char *needs;    /* flags, as flags_fit wants them; NULL: none */
    const char *takes;
    const char *id_of; /* its first operand is a number, of "an appeal"; NULL: it is not */
    /* On an opened connection; returns an enum exit_status. */
    int (*run)(struct client *client);
};

/* Finds the action, refuses what does not go with it (EXIT_STATUS_USAGE), connects, and runs it. */
MUST_CHECK int action_run(const struct invocation *invocation, const struct action *actions,
                          size_t count);

#endif
