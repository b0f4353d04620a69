/* explain.c - from a score down to the rounds and orders behind it. */
#include "commands/client.h"
#include "commands/flags.h"
#include "commands/known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct explain {
    struct client client;
    const char *agent;
    const char *month;  /* its first day */
    const char *scheme; /* NULL: each */
    const char *limit;  /* rows of each list */
    enum table_format format;
};

/* Whom the names in parentheses stand for. */
static const char nobodies[] =
    "(silent): orders credited to nobody; (unassigned): chats held by nobody";

/* $1 the agent, $2 the month, $3 the limit or the scheme. */
static const struct {
    const char *title;
    bool limited;
    const char *sql;
} sections[] = {
    {"score", false,
     "select s.scheme, s.scope, s.total, s.grade, s.rank, s.why from merit.own_score s"
     " where s.month = $2::date and s.agent = $1 and ($3::text is null or s.scheme = $3)"
     " order by s.scheme collate \"C\""},
    {"indicators", false,
     "select i.indicator, pg_catalog.round(i.value, 4) as value, i.points, i.weight,"
     "       pg_catalog.round(i.contribution, 2) as contribution, i.scheme"
     "  from merit.own_indicator i"
     " where i.month = $2::date and i.agent = $1 and ($3::text is null or i.scheme = $3)"},
    {"rounds: unanswered, answered with the longest waits first, handed over", true,
     "select r.kind, r.day, r.conversation, r.asked_at, r.answered_at, r.wait_seconds"
     "  from merit.explain_rounds($1, $2::date, $3::integer) r"},
    {"orders credited: the largest payments of the month first", true,
     "select o.order_id, o.created_at, o.amount, o.paid_at, o.in_time_paid, o.paid_in_month,"
     "       o.refunded_in_month"
     "  from merit.explain_orders($1, $2::date, $3::integer) o"},
};

static int explain_print_json(struct explain *explain)
{
    const char *const params[] = {explain->agent, explain->month, explain->scheme, explain->limit};
    int status = client_ask(
        &explain->client,
        "select pg_catalog.jsonb_pretty(merit.explain($1, $2::date, $3, $4::integer))", params, 4);

    if (status == EXIT_STATUS_DONE)
        puts(database_value(explain->client.database, 0, 0));
    return status;
}

static int explain_print(struct explain *explain)
{
    int status = EXIT_STATUS_DONE;
    size_t rows = 0;

    if (explain->format == TABLE_TEXT && *explain->agent == '(')
        puts(nobodies);
    for (size_t i = 0; i < sizeof sections / sizeof sections[0] && status == EXIT_STATUS_DONE;
         i++) {
        const char *const params[] = {explain->agent, explain->month,
                                      sections[i].limited ? explain->limit : explain->scheme};
        if (explain->format == TABLE_TEXT)
            printf("%s%s\n", i == 0 ? "" : "\n", sections[i].title);
        else
            fputs(i == 0 ? "" : "\r\n", stdout);
        status = client_print(&explain->client, explain->format, sections[i].sql, params, 3, &rows);
        if (status == EXIT_STATUS_DONE && rows == 0 && explain->format == TABLE_TEXT)
            puts("none");
    }
    return status;
}

/* A misspelt name would look like an agent without anything. */
static int explain_check(struct explain *explain)
{
    int status = known_month(&explain->client);

    if (status != EXIT_STATUS_DONE)
        return status;
    status = known_check(&explain->client, "--agent", "agent",
                         "select s.agent from merit.own_score s where s.month = $1::date union"
                         " select m.agent from merit.own_metric m where m.month = $1::date"
                         " order by 1",
                         explain->month);
    if (status == EXIT_STATUS_USAGE)
        fprintf(stderr, "%s\n", nobodies);
    if (status == EXIT_STATUS_DONE)
        status = known_check(&explain->client, "--scheme", "scheme",
                             "select distinct s.scheme from merit.own_score s"
                             " where s.month = $1::date order by 1",
                             explain->month);
    return status;
}

int command_explain(const struct invocation *invocation)
{
    struct explain explain = {0};
    char month[MONTH_TEXT_SIZE], limit[LIMIT_TEXT_SIZE];
    int status = month_read(invocation, month);

    if (status == EXIT_STATUS_DONE)
        status = table_read_format(invocation, &explain.format);
    if (status == EXIT_STATUS_DONE)
        status = limit_read(invocation, "20", limit);
    if (status != EXIT_STATUS_DONE)
        return status;
    explain.agent = invocation_flag(invocation, "--agent");
    explain.month = month;
    explain.scheme = invocation_flag(invocation, "--scheme");
    explain.limit = limit;
    status = client_open(&explain.client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = client_set_zone(&explain.client, explain.format);
    if (status == EXIT_STATUS_DONE)
        status = explain_check(&explain);
    if (status == EXIT_STATUS_DONE)
        status = explain.format == TABLE_JSON ? explain_print_json(&explain)
                                              : explain_print(&explain);
    client_close(&explain.client);
    return status;
}
