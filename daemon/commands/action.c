/* action.c - see the header. */
#include "commands/action.h"

#include "commands/flags.h"

#include <string.h>

static const struct action *action_find(const struct action *actions, size_t count,
                                        const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(actions[i].word, word) == 0)
            return &actions[i];
    return NULL;
}

static int action_check(const struct invocation *invocation, const struct action *action)
{
    size_t operands = invocation->operand_count - 1;

    if (operands > action->most && action->most == 0)
        return invocation_refuse(invocation, "%s takes nothing more", action->word);
    if (operands < action->least || operands > action->most)
        return invocation_refuse(invocation, "%s needs %s", action->word, action->operands);
    if (action->id_of != NULL) {
        int status = id_read(invocation, action->id_of, invocation->operands[1]);
        if (status != EXIT_STATUS_DONE)
            return status;
    }
    return flags_fit(invocation, action->word, action->needs ? action->needs : "",
                     action->takes ? action->takes : "");
}

int action_run(const struct invocation *invocation, const struct action *actions, size_t count)
{
    const struct action *action = action_find(actions, count, invocation->operands[0]);
    struct client client;

    if (action == NULL)
        return invocation_refuse(invocation, "%s is none of %s", invocation->operands[0],
                                 invocation->command->operands);
    int status = action_check(invocation, action);
    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_open(&client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = action->run(&client);
    client_close(&client);
    return status;
}
