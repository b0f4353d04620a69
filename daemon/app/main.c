/* main.c - command line, configuration, command. */
#include "app/arguments.h"
#include "app/generate.h"
#include "base/log.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* An alarm may well be about the configuration: it goes by the defaults. */
static bool is_alarm(const struct invocation *invocation)
{
    const struct command *command = invocation->command; /* NULL beside --print-config */

    return command != NULL && command->run == command_post && invocation->operand_count > 0 &&
           strcmp(invocation->operands[0], "alarm") == 0;
}

/* NULL: it was said what is wrong. */
static struct config *load_config(const char *path, char *const *environment)
{
    struct buffer problems;

    buffer_init(&problems);
    struct config *config = config_load(path, environment, &problems);
    if (config == NULL)
        fprintf(stderr, "meritd: the configuration is wrong\n%.*s", (int)problems.length,
                (const char *)problems.bytes);
    buffer_clear(&problems);
    return config;
}

static int run(struct invocation *invocation, bool print)
{
    char *const nothing[] = {NULL};
    struct config *config = is_alarm(invocation) ? load_config(NULL, nothing)
                                                 : load_config(invocation->config_path, environ);
    int status = EXIT_STATUS_DONE;

    if (config == NULL)
        return EXIT_STATUS_USAGE;
    log_set_level((enum log_level)config->log_level);
    invocation->config = config;
    if (print)
        config_print(config, stdout);
    else
        status = invocation->command->run(invocation);
    config_free(config);
    return status;
}

/* What did not reach standard output was not done. */
static int close_output(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "meritd: cannot write to standard output\n");
    return status == EXIT_STATUS_DONE ? EXIT_STATUS_FAILED : status;
}

int main(int argc, char **argv)
{
    struct invocation invocation;

    setlocale(LC_CTYPE, "C.UTF-8"); /* for the width of characters; numbers stay as in C */
    signal(SIGPIPE, SIG_IGN);
    if (argc > 1 && strcmp(argv[1], "generate") == 0)
        return generate_main(argc - 1, argv + 1);
    switch (arguments_parse(argc, argv, &invocation)) {
    case ARGUMENTS_RUN: return close_output(run(&invocation, false));
    case ARGUMENTS_PRINT: return close_output(run(&invocation, true));
    case ARGUMENTS_DONE: return close_output(EXIT_STATUS_DONE);
    case ARGUMENTS_WRONG: break;
    }
    return EXIT_STATUS_USAGE;
}
