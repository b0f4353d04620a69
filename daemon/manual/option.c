/* option.c - finds the options of a command in the tables of commands, arguments and generate. */
#include "commands/arguments.h"
#include "generate/raw_options.h"
#include "manual/manual.h"

#include <stdio.h>

static bool from_table(const struct command_option *options, size_t count, size_t i,
                       struct manual_option *out)
{
    if (i >= count)
        return false;
    const struct command_option *option = &options[i];
    *out = (struct manual_option){
        .argument = option->argument,
        .meaning = option->meaning,
        .choices = option->table    ? "table csv json"
                   : option->report ? "text json"
                                    : NULL,
        .required = option->required,
    };
    snprintf(out->name, sizeof out->name, "%s", option->name);
    return true;
}

static bool from_generate(size_t i, struct manual_option *out)
{
    if (i >= generate_option_count)
        return false;
    const struct generate_option *option = &generate_option_table[i];
    *out = (struct manual_option){.argument = option->argument, .meaning = option->help};
    snprintf(out->name, sizeof out->name, "--%s", option->name);
    return true;
}

bool manual_option(const struct command *command, size_t i, struct manual_option *out)
{
    size_t own = command != NULL ? command->option_count : 0;

    if (command != NULL && command->main != NULL)
        return from_generate(i, out);
    if (i < own)
        return from_table(command->options, own, i, out);
    return from_table(arguments_common, arguments_common_count, i - own, out);
}
