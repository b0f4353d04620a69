/* targets.c - what agents are to reach in a month: lists targets, sets one. */
#include "client/client.h"
#include "client/command.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *agent, *metric, *value, *id, *by;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_OF_MONTH, .month = &given.month},
    {.name = "--agent", .argument = "ACCOUNT", .meaning = "whose target", .text = &given.agent},
    {.name = "--metric",
     .argument = "NAME",
     .meaning = "of which metric, or tally:KIND",
     .text = &given.metric},
    {.name = "--value", .argument = "NUMBER", .meaning = "the target", .text = &given.value},
    {COMMON_ENTRY_ID, .text = &given.id},
    {COMMON_BY, .text = &given.by},
    {COMMON_FORMAT, .table = &given.format},
};

/* What web.lists has, page by page. A month without anything may have targets: they are set ahead. */
static int targets_list(struct client *client)
{
    const char *const params[] = {given.month};

    return client_list(
        client, given.format, "targets",
        "with recursive page(answer) as ("
        "    select web.lists('targets', $1::date, null, null, 500)"
        "    union all"
        "    select web.lists('targets', $1::date, null, p.answer ->> 'next', 500) from page p"
        "     where p.answer ->> 'next' is not null)"
        " select r.agent, r.name, r.team, r.metric, r.target, r.value, r.share, r.missing"
        "  from page p"
        " cross join lateral pg_catalog.jsonb_to_recordset(p.answer -> 'rows') as"
        "      r(agent text, name text, team text, metric text, target numeric, value numeric,"
        "        share numeric, missing numeric)"
        " order by r.metric, r.agent collate \"C\"",
        params, 1);
}

static int targets_set(struct client *client)
{
    const char *const params[] = {given.id,     given.month, given.agent,
                                  given.metric, given.value, given.by};

    return client_tell_or_print(
        client, given.format,
        "with entered(id) as materialized ("
        "    select coalesce($1::uuid, pg_catalog.gen_random_uuid()))"
        " select e.id, pg_catalog.to_char($2::date, 'YYYY-MM') as period, $3::text as agent,"
        "       $4::text as metric, $5::numeric as target,"
        "       ref.said(ref.message('told.target', $3::text, $4::text, $5::text, e.id::text))"
        "           as told"
        "  from entered e"
        " cross join lateral period.target_set(e.id, $2::date, $3::text, $4::text, $5::numeric,"
        "                                      null, $6) g",
        params, sizeof params / sizeof params[0]);
}

static const struct action actions[] = {
    {.word = "list", .needs = {&given.month}, .takes = {&given.format}, .run = targets_list},
    {.word = "set",
     .needs = {&given.month, &given.agent, &given.metric, &given.value},
     .takes = {&given.id, &given.by, &given.format},
     .run = targets_set},
};

const struct command command_targets = {
    .name = "targets",
    .operands = "list | set",
    .least = 1,
    .most = 1,
    .summary = "what agents are to reach in a month; sets a target",
    .details =
        "list shows the targets of --month beside what is reached: agents see their own, leads "
        "those of their\nteams. set records one as the page does, for those of the own teams, "
        "the closing role for everybody;\nnobody for oneself. The last one counts. The same --id "
        "once more changes nothing.\n",
    .spoken = true,
    .roles = "merit_lead or meritd_close (merit_agent, too, for list)",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
