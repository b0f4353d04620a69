/* arguments.c - options before and after the command, in any order; --name value or --name=value. */
#include "commands/arguments.h"

#include "base/nearest.h"
#include "base/time.h"
#include "commands/command_table.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Options that every command has. */
enum { CONFIG, NOW, PRINT_CONFIG, HELP, VERSION, COMMON_COUNT };

const struct command_option arguments_common[] = {
    [CONFIG] = {.name = "--config",
                .argument = "FILE",
                .meaning =
                    "configuration; default $MERITD_CONFIG, or else " ARGUMENTS_DEFAULT_CONFIG
                    " if it exists"},
    [NOW] = {.name = "--now",
             .argument = "INSTANT",
             .meaning = "take this RFC 3339 instant for the present"},
    [PRINT_CONFIG] = {.name = "--print-config",
                      .meaning = "print the configuration in force, and leave"},
    [HELP] = {.name = "--help", .meaning = "print this help"},
    [VERSION] = {.name = "--version", .meaning = "print the version"},
};

const size_t arguments_common_count = COMMON_COUNT;

struct arguments {
    int argc;
    char **argv;
    int at;
    int kept; /* operands that were moved to argv[1] … */
    struct invocation *invocation;
    const char *common[COMMON_COUNT]; /* values, as in invocation.values */
};

/* ---- help ---- */

const struct arguments_word arguments_words[] = {
    {"help", "help [COMMAND]", "print this help, or a command's"},
    {"version", "version", "print the version"},
};

const size_t arguments_word_count = sizeof arguments_words / sizeof arguments_words[0];

const char arguments_purpose[] = "turns a shop's customer-service events into its agents' scores";
const char arguments_environment[] =
    "Every option of the configuration can be set by the environment, too:\n"
    "MERITD_SHOP_ZONE is shop.zone. PostgreSQL is found by libpq's variables (PGHOST, …).\n";
const char arguments_statuses[] =
    "0 done; 1 differences found, refused, or failed; 2 wrong usage or\n"
    "configuration; 3 PostgreSQL or Kafka cannot be reached.\n";

static void print_options(const struct command_option *options, size_t count)
{
    char usage[48];

    for (size_t i = 0; i < count; i++) {
        snprintf(usage, sizeof usage, "%s%s%s", options[i].name, options[i].argument ? " " : "",
                 options[i].argument ? options[i].argument : "");
        printf("  %-22s %s%s\n", usage, options[i].meaning,
               options[i].required ? " (required)" : "");
    }
}

static void print_help(void)
{
    printf("usage: meritd [OPTION]… COMMAND [OPTION]…\n\nmeritd %s.\n\nCommands\n",
           arguments_purpose);
    for (size_t i = 0; i < command_count; i++)
        printf("  %-22s %s\n", command_table[i]->name, command_table[i]->summary);
    for (size_t i = 0; i < arguments_word_count; i++)
        printf("  %-22s %s\n", arguments_words[i].usage, arguments_words[i].summary);
    printf("\nOptions of every command but generate\n");
    print_options(arguments_common, COMMON_COUNT);
    printf("\n%s\nExit status: %s", arguments_environment, arguments_statuses);
}

static void print_command_help(const struct command *command)
{
    printf("usage: meritd %s [OPTION]…%s%s\n\n%s\n%sRoles: %s.\n\nOptions\n", command->name,
           *command->operands ? " " : "", command->operands, command->summary, command->details,
           command->roles);
    print_options(command->options, command->option_count);
    print_options(arguments_common, COMMON_COUNT);
}

/* ---- reading ---- */

static bool wrong(const struct arguments *arguments, const char *format, ...) PRINTF_LIKE(2, 3);

static bool wrong(const struct arguments *arguments, const char *format, ...)
{
    const struct command *command = arguments->invocation->command;
    va_list list;

    fputs("meritd: ", stderr);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fprintf(stderr, "\nmeritd %s%s--help shows how it is used\n", command ? command->name : "",
            command ? " " : "");
    return false;
}

/* Writes ", did you mean …?" when a name is near the wrong word. */
#define MEANT_SIZE 80
static const char *meant(const struct nearest *nearest, char out[MEANT_SIZE])
{
    out[0] = '\0';
    if (nearest->name != NULL)
        snprintf(out, MEANT_SIZE, "; did you mean %s?", nearest->name);
    return out;
}

/* Is word this option? Then *value is its value ("" for an option without value). */
static bool option_matches(struct arguments *arguments, const struct command_option *option,
                           const char *word, const char **value, bool *right)
{
    size_t length = strlen(option->name);

    if (strncmp(word, option->name, length) != 0 || (word[length] != '\0' && word[length] != '='))
        return false;
    if (option->argument == NULL) {
        *right = word[length] == '\0' || wrong(arguments, "%s takes no value", option->name);
        *value = "";
    } else if (word[length] == '=') {
        *value = word + length + 1;
    } else if (arguments->at + 1 < arguments->argc) {
        *value = arguments->argv[++arguments->at];
    } else {
        *right = wrong(arguments, "%s needs a value: %s", option->name, option->argument);
    }
    return true;
}

static bool wrong_option(struct arguments *arguments, const char *word)
{
    const struct command *command = arguments->invocation->command;
    char name[MEANT_SIZE], text[MEANT_SIZE];
    struct nearest nearest = {.word = name};

    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    for (size_t i = 0; i < COMMON_COUNT; i++)
        nearest_try(&nearest, arguments_common[i].name);
    for (size_t i = 0; command && i < command->option_count; i++)
        nearest_try(&nearest, command->options[i].name);
    return wrong(arguments, "%s is no option%s%s%s", name, command ? " of " : "",
                 command ? command->name : " that may stand before the command",
                 meant(&nearest, text));
}

static bool read_option(struct arguments *arguments, const char *word)
{
    struct invocation *invocation = arguments->invocation;
    const struct command *command = invocation->command;
    bool right = true;

    for (size_t i = 0; i < COMMON_COUNT; i++)
        if (option_matches(arguments, &arguments_common[i], word, &arguments->common[i], &right))
            return right;
    for (size_t i = 0; command && i < command->option_count; i++)
        if (option_matches(arguments, &command->options[i], word, &invocation->values[i], &right))
            return right;
    return wrong_option(arguments, word);
}

static bool wrong_command(struct arguments *arguments, const char *word)
{
    struct nearest nearest = {.word = word};
    char text[MEANT_SIZE];

    for (size_t i = 0; i < command_count; i++)
        nearest_try(&nearest, command_table[i]->name);
    for (size_t i = 0; i < arguments_word_count; i++)
        nearest_try(&nearest, arguments_words[i].name);
    if (nearest.name != NULL && strcmp(nearest.name, word) == 0)
        return wrong(arguments, "%s must be the first word: its options are its own", word);
    return wrong(arguments, "%s is no command%s", word, meant(&nearest, text));
}

static const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(command_table[i]->name, name) == 0)
            return command_table[i];
    return NULL;
}

static bool find_command(struct arguments *arguments, const char *word)
{
    const struct command *command = command_find(word);

    if (command == NULL || command->main != NULL)
        return wrong_command(arguments, word);
    arguments->invocation->command = command;
    return true;
}

/* The words `help` and `version` mean the options. */
static bool read_command(struct arguments *arguments, const char *word)
{
    if (strcmp(word, "help") == 0)
        arguments->common[HELP] = "";
    else if (strcmp(word, "version") == 0)
        arguments->common[VERSION] = "";
    else
        return find_command(arguments, word);
    return true;
}

static bool read_words(struct arguments *arguments)
{
    bool options = true;

    for (arguments->at = 1; arguments->at < arguments->argc; arguments->at++) {
        char *word = arguments->argv[arguments->at];
        bool right = true;
        if (options && strcmp(word, "--") == 0)
            options = false;
        else if (options && word[0] == '-' && word[1] != '\0')
            right = read_option(arguments, strcmp(word, "-h") == 0 ? "--help" : word);
        else if (arguments->invocation->command == NULL)
            right = read_command(arguments, word);
        else
            arguments->argv[1 + arguments->kept++] = word;
        if (!right)
            return false;
    }
    return true;
}

/* ---- is anything missing? ---- */

static bool operands_fit(const struct arguments *arguments)
{
    const struct command *command = arguments->invocation->command;
    size_t count = (size_t)arguments->kept;

    if (count < command->least)
        return wrong(arguments, "%s needs %s", command->name, command->operands);
    if (count > command->most && command->most == 0)
        return wrong(arguments, "%s takes no operands, but there is %s", command->name,
                     arguments->argv[1]);
    if (count > command->most)
        return wrong(arguments, "%s takes %s", command->name, command->operands);
    for (size_t i = 0; i < command->option_count; i++)
        if (command->options[i].required && arguments->invocation->values[i] == NULL)
            return wrong(arguments, "%s needs %s %s", command->name, command->options[i].name,
                         command->options[i].argument);
    return true;
}

/* A file that exists but cannot be read, or whose folder cannot be searched, is not missing. */
static bool is_missing(const char *path)
{
    return access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

static const char *config_path(const char *given)
{
    const char *named = getenv("MERITD_CONFIG");

    if (given != NULL)
        return given;
    if (named != NULL && *named != '\0')
        return named;
    return is_missing(ARGUMENTS_DEFAULT_CONFIG) ? NULL : ARGUMENTS_DEFAULT_CONFIG;
}

static bool common_fit(struct arguments *arguments)
{
    struct invocation *invocation = arguments->invocation;
    const char *now = arguments->common[NOW];

    invocation->present_ms = TIME_NONE;
    if (now != NULL && !time_parse(text_of(now), &invocation->present_ms))
        return wrong(arguments,
                     "--now is \"%s\"; it must be an RFC 3339 instant, such as "
                     "2026-10-05T09:30:00+08:00",
                     now);
    invocation->config_path = config_path(arguments->common[CONFIG]);
    invocation->operands = (const char *const *)arguments->argv + 1;
    invocation->operand_count = (size_t)arguments->kept;
    return true;
}

enum arguments_answer arguments_parse(int argc, char **argv, struct invocation *invocation)
{
    struct arguments arguments = {.argc = argc, .argv = argv, .invocation = invocation};

    *invocation = (struct invocation){0};
    if (!read_words(&arguments))
        return ARGUMENTS_WRONG;
    if (arguments.common[VERSION] != NULL) {
        puts("meritd " MERITD_VERSION);
        return ARGUMENTS_DONE;
    }
    if (arguments.common[HELP] != NULL) {
        if (invocation->command != NULL)
            print_command_help(invocation->command);
        else
            print_help();
        return ARGUMENTS_DONE;
    }
    if (!common_fit(&arguments))
        return ARGUMENTS_WRONG;
    if (arguments.common[PRINT_CONFIG] != NULL)
        return ARGUMENTS_PRINT;
    if (invocation->command == NULL) {
        wrong(&arguments, "a command is needed");
        return ARGUMENTS_WRONG;
    }
    return operands_fit(&arguments) ? ARGUMENTS_RUN : ARGUMENTS_WRONG;
}

int (*arguments_main(int argc, char **argv))(int argc, char **argv)
{
    static char help[] = "--help";
    bool helps = argc == 3 && strcmp(argv[1], "help") == 0;
    const struct command *command = argc > 1 ? command_find(argv[helps ? 2 : 1]) : NULL;

    if (command == NULL || command->main == NULL)
        return NULL;
    if (helps) {
        argv[1] = argv[2];
        argv[2] = help;
    }
    return command->main;
}
