/* targets.c - what agents are to reach in a month or longer: lists targets, sets one. */
#include "client/client.h"
#include "client/command.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *period, *agent, *metric, *value, *id, *by;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_OF_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
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
        " select r.period, r.agent, r.name, r.team, r.metric, r.target, r.value, r.share, r.missing"
        "  from page p"
        " cross join lateral pg_catalog.jsonb_to_recordset(p.answer -> 'rows') as"
        "      r(period text, agent text, name text, team text, metric text, target numeric, value"
        "        numeric, share numeric, missing numeric)"
        " order by r.metric, r.agent collate \"C\", r.period",
        params, 1);
}

#define SET(of_period, call)                                                                       \
    "with entered(id) as materialized ("                                                           \
    "    select coalesce($1::uuid, pg_catalog.gen_random_uuid()))"                                 \
    " select e.id, " of_period " as period, $3::text as agent,"                                    \
    "       $4::text as metric, $5::numeric as target,"                                            \
    "       ref.said(ref.message('told.target', $3::text, $4::text, $5::text, e.id::text))"        \
    "           as told"                                                                           \
    "  from entered e"                                                                             \
    " cross join lateral " call ", $3::text, $4::text, $5::numeric, null, $6) g"

static int targets_set(struct client *client)
{
    const char *const params[] = {given.id,    given.period ? given.period : given.month,
                                  given.agent, given.metric,
                                  given.value, given.by};

    return client_tell_or_print(
        client, given.format,
        given.period
            ? SET("$2::text", "period.target_set_term(e.id, $2::text")
            : SET("pg_catalog.to_char($2::date, 'YYYY-MM')", "period.target_set(e.id, $2::date"),
        params, sizeof params / sizeof params[0]);
}

static int set_check(const struct invocation *invocation)
{
    if ((*given.month == '\0') == (given.period == NULL))
        return invocation_refuse(invocation,
                                 "one of --month YYYY-MM and --period PERIOD is needed");
    return EXIT_STATUS_DONE;
}

static const struct action actions[] = {
    {.word = "list", .needs = {&given.month}, .takes = {&given.format}, .run = targets_list},
    {.word = "set",
     .needs = {&given.agent, &given.metric, &given.value},
     .takes = {&given.month, &given.period, &given.id, &given.by, &given.format},
     .check = set_check,
     .run = targets_set},
};

const struct command command_targets = {
    .name = "targets",
    .operands = "list | set",
    .least = 1,
    .most = 1,
    .summary = "what agents are to reach in a month or longer; sets a target",
    .details =
        "list shows the targets of --month beside what is reached, and those of the quarter, "
        "half-year\nand year that it is in: agents see their own, leads "
        "those of their\nteams. set records one as the page does, for those of the own teams, "
        "the closing role for everybody;\nnobody for oneself. The last one counts. The same --id "
        "once more changes nothing.\n",
    .spoken = true,
    .roles = "merit_lead or meritd_close (merit_agent, too, for list)",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
