/* actions.c - actions that closed months ask of people: lists them, and marks them done. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

#include <stdio.h>
#include <string.h>

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *period, *note, *by;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_OF_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--note",
     .argument = "TEXT",
     .meaning = "what was done, or why it is waived",
     .text = &given.note},
    {COMMON_BY, .text = &given.by},
    {COMMON_FORMAT, .table = &given.format},
};

/* Of a month or longer period all; otherwise all open ones. */
static int actions_list(struct client *client)
{
    const char *const params[] = {sql_text(given.month), given.period};
    int status = known_period(client, given.month, given.period);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(
        client, given.format, *given.month || given.period ? "actions_of_month" : "actions",
        "select a.id, coalesce(a.term, pg_catalog.to_char(a.month, 'YYYY-MM')) as period, a.agent,"
        "       a.action,"
        "       a.because, pg_catalog.date_trunc('second', a.due) as due, a.state, a.overdue,"
        "       pg_catalog.date_trunc('second', a.changed_at) as changed_at, a.changed_by, a.note"
        "  from merit.action a"
        " where case when $1::date is not null then a.month = $1::date"
        "            when $2::text is not null then a.term = $2 else a.state = 'open' end"
        " order by a.due, a.id",
        params, 2);
}

static int actions_set(struct client *client, const char *state)
{
    const char *const params[] = {client->invocation->operands[0], state, given.note, given.by};

    return client_tell(client,
                       "select ref.said(ref.message('told.action', $1::text, 'state.' || $2))"
                       "  from period.action_set($1::bigint, $2, $3, null, $4)",
                       params, sizeof params / sizeof params[0]);
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

static const struct action actions[] = {
    {.word = "list",
     .takes = {&given.month, &given.period, &given.format},
     .alternatives = {&given.month, &given.period},
     .run = actions_list},
    {.word = "done",
     .operands = "ID",
     .least = 1,
     .most = 1,
     .id_of = "an action",
     .takes = {&given.note, &given.by},
     .run = actions_done},
    {.word = "waive",
     .operands = "ID",
     .least = 1,
     .most = 1,
     .id_of = "an action",
     .needs = {&given.note},
     .takes = {&given.by},
     .run = actions_waive},
    {.word = "reopen",
     .operands = "ID",
     .least = 1,
     .most = 1,
     .id_of = "an action",
     .takes = {&given.note, &given.by},
     .run = actions_reopen},
};

const struct command command_actions = {
    .name = "actions",
    .operands = "list | done ID | waive ID | reopen ID",
    .least = 1,
    .most = 2,
    .summary = "what closed months ask of people",
    .details =
        "list shows those of --month or --period, or else all that are open. waive needs --note.\n",
    .spoken = true,
    .roles = "merit_lead or meritd_close (to list them merit_agent, too)",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
