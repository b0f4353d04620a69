/* actions.c - what closed months ask of people, and that it was done. */
#include "commands/action.h"
#include "commands/flags.h"
#include "commands/known.h"

#include <stdio.h>
#include <string.h>

/* Of a month all, otherwise those that are open. */
static int actions_list(struct client *client)
{
    char month[MONTH_TEXT_SIZE];
    int status = month_read_if_given(client->invocation, month);

    if (status == EXIT_STATUS_DONE)
        status = known_month(client);
    if (status != EXIT_STATUS_DONE)
        return status;
    const char *const params[] = {*month ? month : NULL};
    return client_list(
        client, *month ? "no actions of that month" : "no open actions",
        "select a.id, pg_catalog.to_char(a.month, 'YYYY-MM') as month, a.agent, a.action,"
        "       a.because, pg_catalog.date_trunc('second', a.due) as due, a.state, a.overdue,"
        "       pg_catalog.date_trunc('second', a.changed_at) as changed_at, a.changed_by, a.note"
        "  from merit.action a"
        " where case when $1::date is null then a.state = 'open' else a.month = $1::date end"
        " order by a.due, a.id",
        params, 1);
}

static int actions_set(struct client *client, const char *state)
{
    const struct invocation *invocation = client->invocation;
    const char *const params[] = {invocation->operands[1], state,
                                  invocation_flag(invocation, "--note"),
                                  invocation_flag(invocation, "--by")};
    int status = client_ask(client, "select period.action_set($1::bigint, $2, $3, null, $4)",
                            params, sizeof params / sizeof params[0]);

    if (status == EXIT_STATUS_DONE)
        printf("action %s is %s\n", params[0], state);
    return status;
}

static int actions_done(struct client *client)
{
    return actions_set(client, "done");
}

static int actions_waive(struct client *client)
{
    return actions_set(client, "waived");
}

static int actions_reopen(struct client *client)
{
    return actions_set(client, "open");
}

int command_actions(const struct invocation *invocation)
{
    static const struct action actions[] = {
        {"list", "", 0, 0, NULL, "--month --format", NULL, actions_list},
        {"done", "ID", 1, 1, NULL, "--note --by", "an action", actions_done},
        {"waive", "ID", 1, 1, "--note", "--by", "an action", actions_waive},
        {"reopen", "ID", 1, 1, NULL, "--note --by", "an action", actions_reopen},
    };

    return action_run(invocation, actions, sizeof actions / sizeof actions[0]);
}
