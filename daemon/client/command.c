/* command.c - chooses a command's action, and checks that options and operands fit it. */
#include "client/command.h"

#include "client/client.h"

#include <string.h>

/* ---- choosing the action ---- */

static const char *value_of(const struct invocation *invocation, const void *variable)
{
    const struct command *command = invocation->command;

    for (size_t i = 0; i < command->option_count; i++)
        if (option_variable_of(&command->options[i]) == variable)
            return invocation->values[i];
    return NULL;
}

static const void *chooser_of(const struct action *action)
{
    return action->flag != NULL ? (const void *)action->flag : (const void *)action->text;
}

static bool is_chosen(const struct action *action, const struct invocation *invocation)
{
    if (action->word != NULL)
        return invocation->operand_count > 0 && strcmp(action->word, invocation->operands[0]) == 0;
    return value_of(invocation, chooser_of(action)) != NULL;
}

/* NULL: the command has no such action. */
static const struct action *action_find(const struct invocation *invocation)
{
    const struct command *command = invocation->command;
    const struct action *own = &command->own;

    for (size_t i = 0; i < command->action_count; i++)
        if (is_chosen(&command->actions[i], invocation))
            return &command->actions[i];
    bool is_there = own->run != NULL || own->alone != NULL;
    bool fits = command->action_count == 0 || invocation->operand_count <= own->most;
    return is_there && fits ? own : NULL;
}

/* ---- do options and operands fit? ---- */

static const char *option_name_of(const struct command *command, const void *variable)
{
    for (size_t i = 0; i < command->option_count; i++)
        if (option_variable_of(&command->options[i]) == variable)
            return command->options[i].name;
    return NULL;
}

/* The action's name in messages. */
static const char *action_name(const struct action *action, const struct command *command)
{
    if (action->word != NULL)
        return action->word;
    return chooser_of(action) != NULL ? option_name_of(command, chooser_of(action)) : command->name;
}

static int operands_fit(const struct invocation *invocation, const struct action *action)
{
    size_t count = invocation->operand_count;

    if (action->word != NULL && count > action->most && action->most == 0)
        return invocation_refuse(invocation, "%s takes nothing more", action->word);
    if (action->word != NULL && (count < action->least || count > action->most))
        return invocation_refuse(invocation, "%s needs %s", action->word, action->operands);
    if (action->id_of != NULL)
        return id_check(invocation, action->id_of, invocation->operands[0]);
    return EXIT_STATUS_DONE;
}

static bool is_among(const void *const variables[ACTION_OPTIONS_MAX], const void *variable)
{
    for (size_t i = 0; i < ACTION_OPTIONS_MAX; i++)
        if (variables[i] == variable)
            return true;
    return false;
}

static int option_fits(const struct invocation *invocation, const struct action *action,
                       const struct command_option *option, const char *given)
{
    const char *name = action_name(action, invocation->command);
    const void *variable = option_variable_of(option);
    bool needed = is_among(action->needs, variable);

    if (needed && (given == NULL || (option->argument != NULL && *given == '\0')))
        return invocation_refuse(invocation, "%s needs %s%s%s", name, option->name,
                                 option->argument ? " " : "",
                                 option->argument ? option->argument : "");
    if (given != NULL && !needed && !action->takes_all && variable != chooser_of(action) &&
        !is_among(action->takes, variable))
        return invocation_refuse(invocation, "%s does not take %s", name, option->name);
    return EXIT_STATUS_DONE;
}

static int options_fit(const struct invocation *invocation, const struct action *action)
{
    const struct command *command = invocation->command;
    int status = EXIT_STATUS_DONE;

    for (size_t i = 0; i < command->option_count && status == EXIT_STATUS_DONE; i++)
        status = option_fits(invocation, action, &command->options[i], invocation->values[i]);
    return status;
}

static int alternatives_fit(const struct invocation *invocation, const struct action *action)
{
    const void *const *either = action->alternatives;

    if (either[0] == NULL || value_of(invocation, either[0]) == NULL ||
        value_of(invocation, either[1]) == NULL)
        return EXIT_STATUS_DONE;
    return invocation_refuse(invocation, "%s and %s exclude each other",
                             option_name_of(invocation->command, either[0]),
                             option_name_of(invocation->command, either[1]));
}

static int action_check(const struct invocation *invocation, const struct action *action)
{
    int status = operands_fit(invocation, action);

    if (status == EXIT_STATUS_DONE)
        status = options_fit(invocation, action);
    if (status == EXIT_STATUS_DONE)
        status = alternatives_fit(invocation, action);
    if (status == EXIT_STATUS_DONE)
        status = options_read(invocation);
    if (status == EXIT_STATUS_DONE && action->check != NULL)
        status = action->check(invocation);
    return status;
}

/* ---- doing it ---- */

static int action_run(const struct invocation *invocation, const struct action *action)
{
    struct client client;

    if (action->alone != NULL)
        return action->alone(invocation);
    int status = client_open(&client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = action->run(&client);
    client_close(&client);
    return status;
}

bool command_is_unconfigured(const struct invocation *invocation)
{
    const struct action *action = action_find(invocation);

    return action != NULL && action->unconfigured;
}

int command_run(const struct invocation *invocation)
{
    const struct action *action = action_find(invocation);
    struct invocation rest = *invocation;

    if (action == NULL)
        return invocation_refuse(invocation, "%s is none of %s", invocation->operands[0],
                                 invocation->command->operands);
    if (action->word != NULL) {
        rest.operands++;
        rest.operand_count--;
    }
    int status = action_check(&rest, action);
    return status == EXIT_STATUS_DONE ? action_run(&rest, action) : status;
}
