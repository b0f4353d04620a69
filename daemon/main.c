/* main.c - command line, configuration, command. */
#include "base/log.h"
#include "client/command.h"
#include "commands/arguments.h"

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* NULL: a message says what is wrong. */
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
    bool defaults = !print && command_is_unconfigured(invocation);
    struct config *config = defaults ? load_config(NULL, nothing)
                                     : load_config(invocation->config_path, environ);
    int status = EXIT_STATUS_DONE;

    if (config == NULL)
        return EXIT_STATUS_USAGE;
    log_set_level((enum log_level)config->log_level);
    invocation->config = config;
    if (print)
        config_print(config, stdout);
    else
        status = command_run(invocation);
    config_free(config);
    return status;
}

/* Has the reader of standard output closed it (`| head`)? */
static bool output_is_left(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO};

    return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

/* Output that could not be written is a failure, unless its reader has closed it. */
static int close_output(int status)
{
    if ((fflush(stdout) == 0 && !ferror(stdout)) || output_is_left())
        return status;
    fprintf(stderr, "meritd: cannot write to standard output\n");
    return status == EXIT_STATUS_DONE ? EXIT_STATUS_FAILED : status;
}

/* Opens closed standard streams, so that no connection gets their descriptors. */
static void hold_standard_streams(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}

int main(int argc, char **argv)
{
    struct invocation invocation;

    hold_standard_streams();
    setlocale(LC_CTYPE, "C.UTF-8"); /* for the width of characters; numbers stay as in C */
    signal(SIGPIPE, SIG_IGN);
    int (*own_main)(int, char **) = arguments_main(argc, argv);
    if (own_main != NULL) {
        int status = own_main(argc - 1, argv + 1);
        bool left = status == EXIT_STATUS_FAILED && output_is_left();
        return left ? EXIT_STATUS_DONE : close_output(status);
    }
    switch (arguments_parse(argc, argv, &invocation)) {
    case ARGUMENTS_RUN: return close_output(run(&invocation, false));
    case ARGUMENTS_PRINT: return close_output(run(&invocation, true));
    case ARGUMENTS_DONE: return close_output(EXIT_STATUS_DONE);
    case ARGUMENTS_WRONG: break;
    }
    return EXIT_STATUS_USAGE;
}
