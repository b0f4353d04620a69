/*
 * arguments.h - the command line: `meritd [--config FILE] [--now INSTANT] COMMAND [options] [operands]`.
 */
#ifndef MERITD_COMMANDS_ARGUMENTS_H
#define MERITD_COMMANDS_ARGUMENTS_H

#include "client/invocation.h"

#define ARGUMENTS_DEFAULT_CONFIG "/etc/meritd/meritd.json"

enum arguments_answer {
    ARGUMENTS_RUN,   /* the invocation is complete except its configuration */
    ARGUMENTS_PRINT, /* --print-config */
    ARGUMENTS_DONE,  /* help or version was printed: exit 0 */
    ARGUMENTS_WRONG, /* a message says what is wrong: exit 2 */
};

/* Options of every command, except those that read their own command line. */
extern const struct command_option arguments_common[];
extern const size_t arguments_common_count;

/* Words that may take the place of a command. */
struct arguments_word {
    const char *name;
    const char *usage; /* "help [COMMAND]" */
    const char *summary;
};

extern const struct arguments_word arguments_words[];
extern const size_t arguments_word_count;

/* Texts of help and man pages that are in no table: what meritd does, its environment, its exit statuses. */
extern const char arguments_purpose[], arguments_environment[], arguments_statuses[];

/*
 * If the command reads its own command line: returns the function that does, to be called with argc - 1 and
 * argv + 1; `help NAME` has become `NAME --help`. Otherwise NULL.
 */
int (*arguments_main(int argc, char **argv))(int argc, char **argv);

/*
 * Reads argv[1] …; it may reorder the words, operands first. With --print-config the command may be missing.
 */
enum arguments_answer arguments_parse(int argc, char **argv, struct invocation *invocation);

#endif
