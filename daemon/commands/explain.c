/* explain.c - explains a score, down to its rounds and orders. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *agent, *scheme, *limit;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {.name = "--agent",
     .argument = "ACCOUNT",
     .required = true,
     .meaning = "the agent",
     .text = &given.agent},
    {COMMON_MONTH, .required = true, .month = &given.month},
    {COMMON_SCHEME, .text = &given.scheme},
    {.name = "--limit",
     .argument = "N",
     .meaning = "rows of each list; default 20",
     .count = &given.limit,
     .otherwise = "20"},
    {COMMON_FORMAT, .table = &given.format},
};

/* $1 the agent, $2 the month, $3 the limit or the scheme; the title is a key of the words. */
static const struct {
    const char *title;
    bool limited;
    const char *sql;
} sections[] = {
    {"score", false,
     "select s.scheme, s.scope, s.total, s.grade, s.rank,"
     "       case when e.agent is null then s.why"
     "            else ref.said(ref.message('evidence.counts', e.grade, e.counts_as)) end as why"
     "  from merit.own_score s"
     "  left join merit.evidence_needed(pg_catalog.to_char($2::date, 'YYYY-MM')) e"
     "         on (e.agent, e.scheme, e.grade) = (s.agent, s.scheme, s.grade) and e.evidence is "
     "null"
     " where s.month = $2::date and s.agent = $1 and ($3::text is null or s.scheme = $3)"
     " order by s.scheme collate \"C\""},
    {"indicators", false,
     "select i.indicator, pg_catalog.round(i.value, 4) as value, i.points, i.out_of, i.weight,"
     "       pg_catalog.round(i.contribution, 2) as contribution,"
     "       pg_catalog.round(i.edge, 4) as edge, pg_catalog.round(i.next_edge, 4) as next_edge,"
     "       pg_catalog.round(i.missing, 4) as missing, pg_catalog.round(i.brings, 2) as brings,"
     "       (select pg_catalog.string_agg(coalesce(pg_catalog.round(n.number, 4)::text, '-'), ' '"
     "                                     order by n.place)"
     "          from pg_catalog.unnest(i.numbers) with ordinality as n(number, place)) as numbers,"
     "       i.scheme"
     "  from merit.own_indicator i"
     " where i.month = $2::date and i.agent = $1 and ($3::text is null or i.scheme = $3)"},
    {"rounds", true,
     "select r.kind, r.day, r.conversation, r.asked_at, r.answered_at,"
     "       r.elapsed_seconds, r.wait_seconds"
     "  from merit.explain_rounds($1, $2::date, $3::integer) r"},
    {"orders", true,
     "select o.order_id, o.created_at, o.amount, o.paid_at, o.in_time_paid, o.paid_in_month,"
     "       o.refunded_in_month"
     "  from merit.explain_orders($1, $2::date, $3::integer) o"},
};

static const char *explain_title(const struct client *client, const char *title)
{
    return words_find(&client->words, "title", title);
}

static int explain_print_json(struct client *client)
{
    const char *const params[] = {given.agent, given.month, given.scheme, given.limit};
    int status = client_ask(
        client, "select pg_catalog.jsonb_pretty(merit.explain($1, $2::date, $3, $4::integer))",
        params, 4);

    if (status == EXIT_STATUS_DONE)
        puts(database_value(client->database, 0, 0));
    return status;
}

/* Why nothing is listed of an old month; beside what a program reads, on standard error. */
static int explain_gone(struct client *client)
{
    const char *const params[] = {given.month};
    bool is_text = given.format == TABLE_TEXT;
    int status = client_ask(client, "select ref.kept_from() > $1::date", params, 1);

    if (status == EXIT_STATUS_DONE && strcmp(database_value(client->database, 0, 0), "t") == 0)
        fprintf(is_text ? stdout : stderr, "%s%s\n",
                is_text ? "\n" : "meritd explain: ", explain_title(client, "gone"));
    return status;
}

static int explain_print(struct client *client)
{
    int status = EXIT_STATUS_DONE;
    size_t rows = 0;

    if (given.format == TABLE_TEXT && *given.agent == '(')
        puts(explain_title(client, "nobodies"));
    for (size_t i = 0; i < sizeof sections / sizeof sections[0] && status == EXIT_STATUS_DONE;
         i++) {
        const char *const params[] = {given.agent, given.month,
                                      sections[i].limited ? given.limit : given.scheme};
        if (given.format == TABLE_TEXT)
            printf("%s%s\n", i == 0 ? "" : "\n", explain_title(client, sections[i].title));
        else
            fputs(i == 0 ? "" : "\r\n", stdout);
        status = client_print(client, given.format, sections[i].sql, params, 3, &rows);
        if (status == EXIT_STATUS_DONE && rows == 0 && given.format == TABLE_TEXT)
            puts(explain_title(client, "none"));
    }
    return status;
}

/* Without this check a misspelt name would look like an agent without data. */
static int explain_check(struct client *client)
{
    int status = known_month(client, given.month);

    if (status != EXIT_STATUS_DONE)
        return status;
    status = known_name(client, given.agent, "agent",
                        "select s.agent from merit.own_score s where s.month = $1::date union"
                        " select m.agent from merit.own_metric m where m.month = $1::date"
                        " order by 1",
                        given.month);
    if (status == EXIT_STATUS_USAGE)
        fprintf(stderr, "%s\n", explain_title(client, "nobodies"));
    if (status == EXIT_STATUS_DONE)
        status = known_name(client, given.scheme, "scheme",
                            "select distinct s.scheme from merit.own_score s"
                            " where s.month = $1::date order by 1",
                            given.month);
    return status;
}

static int explain(struct client *client)
{
    int status = client_set_zone(client, given.format);

    if (status == EXIT_STATUS_DONE)
        status = explain_check(client);
    if (status != EXIT_STATUS_DONE)
        return status;
    status = given.format == TABLE_JSON ? explain_print_json(client) : explain_print(client);
    if (status == EXIT_STATUS_DONE)
        status = explain_gone(client);
    return status == EXIT_STATUS_DONE ? known_held(client, given.month) : status;
}

const struct command command_explain = {
    .name = "explain",
    .operands = "",
    .summary = "why an agent has that score: indicators, rounds, orders",
    .details = "Conversations and orders stand by the platform's ids, so that one can open them\n"
               "there; the longest waits first.\n",
    .spoken = true,
    .roles = "merit_agent, merit_lead or meritd_close",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .run = explain},
};
