/* sheet.c - a person's months of a year. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

#include <stdio.h>

static struct {
    const char *agent, *year;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {.name = "--agent",
     .argument = "AGENT",
     .meaning = "of that agent; default: of the one whose login this is",
     .text = &given.agent},
    {.name = "--year",
     .argument = "YYYY",
     .meaning = "of that year; default: of this one",
     .id = &given.year,
     .of = "a year",
     .digits = 4},
    {COMMON_FORMAT, .table = &given.format},
};

/* The agent of the login, if none is given. */
static int find_agent(struct client *client, struct buffer *agent)
{
    int status = client_take(client, agent, "select coalesce($1, merit.me())", &given.agent, 1);

    if (status == EXIT_STATUS_DONE && *(const char *)agent->bytes == '\0') {
        fprintf(stderr, "meritd sheet: this login is no agent's: --agent says whose sheet\n");
        status = EXIT_STATUS_USAGE;
    }
    return status;
}

static int print_sheet(struct client *client, const char *agent)
{
    const char *const params[] = {agent, given.year};
    int status = known_name(client, agent, "agent",
                            "select distinct s.agent from merit.own_score s"
                            " union select r.agent from merit.result r"
                            " where $1::date is null order by 1",
                            NULL);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(
        client, given.format, "sheet",
        "select period, closed, revision, scheme, total, grade, rank, place, amount,"
        "       currency, why, agent"
        "  from ("
        "select 1 as longer, s.ordinality as place_in, pg_catalog.to_char(s.month, 'YYYY-MM') as "
        "period, s.closed,"
        "       s.revision, s.scheme, s.total, s.grade, s.rank, s.place, s.amount,"
        "       s.currency, s.why, s.agent"
        "  from merit.year_sheet($1, $2::integer) with ordinality s"
        " union all"
        " select 2, t.ordinality, t.term, t.closed, t.revision, t.scheme, t.total, t.grade, t.rank,"
        "       null, t.amount, t.currency, t.why, $1"
        "  from merit.year_terms($1, $2::integer) with ordinality t) sheet"
        " order by longer, place_in",
        params, 2);
}

static int sheet(struct client *client)
{
    struct buffer agent;

    buffer_init(&agent);
    int status = find_agent(client, &agent);
    if (status == EXIT_STATUS_DONE)
        status = print_sheet(client, (const char *)agent.bytes);
    buffer_clear(&agent);
    return status;
}

const struct command command_sheet = {
    .name = "sheet",
    .operands = "",
    .summary = "a person's year: total, grade, rank and pay, month by month, and of longer periods",
    .details =
        "Closed months as they were frozen, with what the ledger gave or took; the others as they "
        "are now;\n"
        "of every account of the person.\n"
        "Agents see themselves, leads their teams.\n",
    .spoken = true,
    .roles = "merit_agent, merit_lead or meritd_close",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .run = sheet},
};
