/* marks.c - who has to mark whom, and by when; gives a mark; draws samples. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    bool due;
    const char *period, *agent, *mark, *role, *score, *id, *by;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_OF_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--due", .meaning = "only those that are missing", .flag = &given.due},
    {.name = "--agent", .argument = "ACCOUNT", .meaning = "who is marked", .text = &given.agent},
    {.name = "--mark", .argument = "NAME", .meaning = "which mark", .text = &given.mark},
    {.name = "--role",
     .argument = "ROLE",
     .meaning = "as whom: self, peer, lead, manager or hq",
     .text = &given.role},
    {.name = "--score",
     .argument = "NUMBER",
     .meaning = "the mark, 0 to 100",
     .text = &given.score},
    {COMMON_ENTRY_ID, .text = &given.id},
    {COMMON_BY, .text = &given.by},
    {COMMON_FORMAT, .table = &given.format},
};

static int marks_list(struct client *client)
{
    const char *const params[] = {sql_text(given.month), given.due ? "t" : "f", given.period};
    int status = known_period(client, given.month, given.period);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(
        client, given.format, "marks",
        "select m.period, m.scheme, m.indicator, m.mark,"
        "       m.agent, m.team, m.role, pg_catalog.array_to_string(m.raters, ', ') as raters,"
        "       m.due, m.given, m.needed, m.marked, m.overdue"
        "  from merit.marks_due m"
        " where ($1::date is null or m.month = $1::date) and ($3::text is null or m.period = $3)"
        "   and not (m.marked and $2::boolean)"
        " order by m.due, m.period, m.scheme, m.indicator, m.mark, m.agent, m.role",
        params, 3);
}

#define GIVE(of_period, call)                                                                      \
    "with entered(id) as materialized ("                                                           \
    "    select coalesce($1::uuid, pg_catalog.gen_random_uuid()))"                                 \
    " select e.id, " of_period " as period, $3::text as agent,"                                    \
    "       $4::text as mark, $5::text as role, $6::numeric as score,"                             \
    "       ref.said(ref.message('told.marked', $3::text, $4::text, $6::text, e.id::text))"        \
    "           as told"                                                                           \
    "  from entered e"                                                                             \
    " cross join lateral " call ", $3::text, $4::text, $5::text, $6::numeric, null, $7) g"

static int marks_give(struct client *client)
{
    const char *const params[] = {given.id,    given.period ? given.period : given.month,
                                  given.agent, given.mark,
                                  given.role,  given.score,
                                  given.by};

    return client_tell_or_print(
        client, given.format,
        given.period
            ? GIVE("$2::text", "period.mark_give_term(e.id, $2::text")
            : GIVE("pg_catalog.to_char($2::date, 'YYYY-MM')", "period.mark_give(e.id, $2::date"),
        params, sizeof params / sizeof params[0]);
}

/* What web.lists has, page by page. */
static int marks_sample(struct client *client)
{
    const char *const params[] = {given.month, given.agent};
    int status = known_month(client, given.month);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(
        client, given.format, "samples",
        "with recursive page(answer) as ("
        "    select web.lists('samples', $1::date, null, null, 500, $2::text)"
        "    union all"
        "    select web.lists('samples', $1::date, null, p.answer ->> 'next', 500, $2::text)"
        "      from page p"
        "     where p.answer ->> 'next' is not null)"
        " select r.agent, r.name, r.team, r.draw, r.day, r.conversation, r.url"
        "  from page p"
        " cross join lateral pg_catalog.jsonb_to_recordset(p.answer -> 'rows') as"
        "      r(agent text, name text, team text, draw integer, day date, conversation text,"
        "        url text)"
        " order by r.agent collate \"C\", r.draw",
        params, 2);
}

static int give_check(const struct invocation *invocation)
{
    return one_period(invocation, given.month, given.period);
}

static const struct action actions[] = {
    {.word = "list",
     .takes = {&given.month, &given.period, &given.due, &given.format},
     .alternatives = {&given.month, &given.period},
     .run = marks_list},
    {.word = "give",
     .needs = {&given.agent, &given.mark, &given.role, &given.score},
     .takes = {&given.month, &given.period, &given.id, &given.by, &given.format},
     .check = give_check,
     .run = marks_give},
    {.word = "sample",
     .needs = {&given.month},
     .takes = {&given.agent, &given.format},
     .run = marks_sample},
};

const struct command command_marks = {
    .name = "marks",
    .operands = "list | give | sample",
    .least = 1,
    .most = 1,
    .summary = "who has to mark whom, and by when; gives a mark; draws samples",
    .details =
        "Of the months, quarters, half-years and years that are not closed, those whom a scheme "
        "would\nrank. Agents see what they have to mark and who marks them, leads also their "
        "teams.\ngive records a mark as the page does: the last one of a rater counts, of a sample "
        "every one.\nThe same --id once more changes nothing.\nsample lists the conversations "
        "to mark where a scheme has a sample\nmarked.\n",
    .spoken = true,
    .roles = "merit_agent, merit_lead or meritd_close",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
