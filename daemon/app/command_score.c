/* command_score.c - a month's ranking. */
#include "app/client.h"
#include "app/flags.h"

#include <stdio.h>

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
    const char *const params[] = {month, invocation_flag(invocation, "--team"),
                                  invocation_flag(invocation, "--scheme")};
    if (status == EXIT_STATUS_DONE)
        status = client_print(
            &client, format,
            "select s.rank, s.agent, p.name, p.team, s.total, s.grade, s.scheme"
            "  from merit.score s"
            "  left join ref.staff_on(($1::date + interval '1 month - 1 day')::date) p"
            "    on p.agent = s.agent"
            " where s.month = $1::date and ($2::text is null or p.team = $2)"
            "   and ($3::text is null or s.scheme = $3)"
            " order by s.scheme, s.rank nulls last, s.total desc nulls last, s.agent",
            params, 3, &rows);
    if (status == EXIT_STATUS_DONE && rows == 0)
        fprintf(stderr, "meritd score: nobody is scored in %.7s\n", month);
    client_close(&client);
    return status;
}
