/*
 * arguments.h - the command line: `meritd [--config FILE] [--now INSTANT] COMMAND [options] [operands]`.
 */
#ifndef MERITD_COMMANDS_ARGUMENTS_H
#define MERITD_COMMANDS_ARGUMENTS_H

#include "commands/command.h"

#define ARGUMENTS_DEFAULT_CONFIG "/etc/meritd/meritd.json"

enum arguments_answer {
    ARGUMENTS_RUN,   /* the invocation is complete but for its configuration */
    ARGUMENTS_PRINT, /* --print-config */
    ARGUMENTS_DONE,  /* help or version was printed: exit 0 */
    ARGUMENTS_WRONG, /* it was said what is wrong: exit 2 */
};

/*
 * Reads argv[1] …, whose words it may reorder: operands go to the front. The command may be missing
 * with --print-config.
 */
enum arguments_answer arguments_parse(int argc, char **argv, struct invocation *invocation);

#endif
