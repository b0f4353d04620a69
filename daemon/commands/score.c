/* score.c - a month's ranking. */
#include "commands/client.h"
#include "commands/flags.h"
#include "commands/known.h"

#include <stdio.h>

/* Whoever is misspelt is nobody, and would be shown as an empty ranking. */
static int score_check(struct client *client, const char *month)
{
    int status = known_month(client);

    if (status == EXIT_STATUS_DONE)
        status = known_check(client, "--team", "team",
                             "select distinct p.team from merit.seen_staff($1::date) p"
                             " where p.team is not null order by 1",
                             month);
    if (status == EXIT_STATUS_DONE)
        status = known_check(client, "--scheme", "scheme",
                             "select distinct s.scheme from merit.own_score s"
                             " where s.month = $1::date order by 1",
                             month);
    return status;
}

int command_score(const struct invocation *invocation)
{
    struct client client = {.invocation = invocation};
    enum table_format format;
    char month[MONTH_TEXT_SIZE];
    size_t rows = 0;
    int status = month_read(invocation, month);

    if (status == EXIT_STATUS_DONE)
        status = table_read_format(invocation, &format);
    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_open(&client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = score_check(&client, month);
    const char *const params[] = {month, invocation_flag(invocation, "--team"),
                                  invocation_flag(invocation, "--scheme")};
    if (status == EXIT_STATUS_DONE)
        status = client_print(
            &client, format,
            "select s.rank, s.agent, p.name, p.team, s.total, s.grade, s.scheme, s.why"
            "  from merit.own_score s left join merit.seen_staff($1::date) p on p.agent = s.agent"
            " where s.month = $1::date and ($2::text is null or p.team = $2)"
            "   and ($3::text is null or s.scheme = $3)"
            " order by s.scheme collate \"C\", s.rank nulls last, s.total desc nulls last,"
            "       s.agent collate \"C\"",
            params, 3, &rows);
    if (status == EXIT_STATUS_DONE && rows == 0)
        fprintf(stderr, "meritd score: nobody is scored in %.7s\n", month);
    client_close(&client);
    return status;
}
