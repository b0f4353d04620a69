/* score.c - shows a month's ranking. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

#include <stdio.h>

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *team, *scheme;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_MONTH, .required = true, .month = &given.month},
    {.name = "--team",
     .argument = "TEAM",
     .meaning = "only the agents who are in that team",
     .text = &given.team},
    {COMMON_SCHEME, .text = &given.scheme},
    {COMMON_FORMAT, .table = &given.format},
};

/* Without this check a misspelt name would give an empty ranking. */
static int score_check(struct client *client)
{
    int status = known_month(client, given.month);

    if (status == EXIT_STATUS_DONE)
        status = known_name(client, given.team, "team",
                            "select distinct p.team from merit.seen_staff($1::date) p"
                            " where p.team is not null order by 1",
                            given.month);
    if (status == EXIT_STATUS_DONE)
        status = known_name(client, given.scheme, "scheme",
                            "select distinct s.scheme from merit.own_score s"
                            " where s.month = $1::date order by 1",
                            given.month);
    return status;
}

static int score(struct client *client)
{
    const char *const params[] = {given.month, given.team, given.scheme};
    size_t rows = 0;
    int status = score_check(client);

    if (status == EXIT_STATUS_DONE)
        status = client_print(
            client, given.format,
            "select s.rank, s.agent, p.name, p.team, s.total, s.grade, s.scheme, s.why"
            "  from merit.own_score s left join merit.seen_staff($1::date) p on p.agent = s.agent"
            " where s.month = $1::date and ($2::text is null or p.team = $2)"
            "   and ($3::text is null or s.scheme = $3)"
            " order by s.scheme collate \"C\", s.rank nulls last, s.total desc nulls last,"
            "       s.agent collate \"C\"",
            params, 3, &rows);
    if (status == EXIT_STATUS_DONE && rows == 0)
        fprintf(stderr, "meritd score: nobody is scored in %.7s\n", given.month);
    return status;
}

const struct command command_score = {
    .name = "score",
    .operands = "",
    .summary = "a month's ranking",
    .details =
        "Live: from the roll-ups as they are now. Agents see themselves, leads their teams.\n",
    .spoken = true,
    .roles = "merit_agent, merit_lead or meritd_close",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .run = score},
};
