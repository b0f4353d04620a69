/*
 * arguments.h - the command line: `meritd [--config FILE] [--now INSTANT] COMMAND [options] [operands]`.
 */
#ifndef MERITD_COMMANDS_ARGUMENTS_H
#define MERITD_COMMANDS_ARGUMENTS_H

#include "commands/invocation.h"

#define ARGUMENTS_DEFAULT_CONFIG "/etc/meritd/meritd.json"

enum arguments_answer {
    ARGUMENTS_RUN,   /* the invocation is complete but for its configuration */
    ARGUMENTS_PRINT, /* --print-config */
    ARGUMENTS_DONE,  /* help or version was printed: exit 0 */
    ARGUMENTS_WRONG, /* it was said what is wrong: exit 2 */
};

/* Options that every command has, but for those that read a command line of their own. */
extern const struct command_option arguments_common[];
extern const size_t arguments_common_count;

/* Words that are no commands, and stand where one does. */
struct arguments_word {
    const char *name;
    const char *usage; /* "help [COMMAND]" */
    const char *summary;
};

extern const struct arguments_word arguments_words[];
extern const size_t arguments_word_count;

/* What help says beside the tables, and man pages too: what meritd does, how else it is told, how it ends. */
extern const char arguments_purpose[], arguments_environment[], arguments_statuses[];

/*
 * Is the command one that reads a command line of its own? Then what does, for argc - 1 and argv + 1, where `help NAME`
 * was made `NAME --help`; NULL: it is not.
 */
int (*arguments_main(int argc, char **argv))(int argc, char **argv);

/*
 * Reads argv[1] …, whose words it may reorder: operands go to the front. The command may be missing
 * with --print-config.
 */
enum arguments_answer arguments_parse(int argc, char **argv, struct invocation *invocation);

#endif
