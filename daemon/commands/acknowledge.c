/* acknowledge.c - a person acknowledges the own result of a closed month; who has not. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *period;
    bool missing;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--missing", .meaning = "only those who have not", .flag = &given.missing},
    {COMMON_FORMAT, .table = &given.format},
};

static int acknowledge_own(struct client *client)
{
    const char *const params[] = {given.period ? given.period : given.month};

    return client_tell(
        client,
        given.period ? "select ref.said(ref.message(case a.n when 0 then 'told.acknowledged_before'"
                       "                                      else 'told.acknowledged' end, $1))"
                       "  from period.acknowledge_term($1) a(n)"
                     : "select ref.said(ref.message(case a.n when 0 then 'told.acknowledged_before'"
                       "                                      else 'told.acknowledged' end,"
                       "                            pg_catalog.to_char($1::date, 'YYYY-MM')))"
                       "  from period.acknowledge($1::date) a(n)",
        params, 1);
}

static int acknowledge_list(struct client *client)
{
    const char *const params[] = {sql_text(given.month), sql_bool(given.missing), given.period};
    int status = known_period(client, given.month, given.period);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(client, given.format, "acknowledgements",
                       "select a.period, a.revision,"
                       "       a.agent, a.name,"
                       "       pg_catalog.date_trunc('second', a.told_at) as told_at,"
                       "       pg_catalog.date_trunc('second', a.acknowledged_at)"
                       "           as acknowledged_at, a.acknowledged_by"
                       "  from merit.acknowledgement a"
                       " where ($1::date is null or a.month = $1::date)"
                       "   and ($3::text is null or a.period = $3)"
                       "   and not ($2::boolean and a.acknowledged_at is not null)"
                       " order by a.period, a.agent",
                       params, 3);
}

static int own_check(const struct invocation *invocation)
{
    return one_period(invocation, given.month, given.period);
}

static const struct action actions[] = {
    {.word = "list",
     .takes = {&given.month, &given.period, &given.missing, &given.format},
     .alternatives = {&given.month, &given.period},
     .run = acknowledge_list},
};

const struct command command_acknowledge = {
    .name = "acknowledge",
    .operands = "[list]",
    .most = 1,
    .summary =
        "acknowledge the own result of a closed month or longer period; who has, who has not",
    .details =
        "As the agent whose login it is, and of all accounts of the same person; nobody does it "
        "for anybody\nelse. A revision that changes the result is acknowledged again. list shows "
        "who has acknowledged\nwhat, and when a receiver of the person's own was told.\n",
    .spoken = true,
    .roles = "merit_agent, merit_lead or meritd_close (to list them merit_payroll, too)",
    COMMAND_OPTIONS(options),
    .own = {.takes = {&given.month, &given.period}, .check = own_check, .run = acknowledge_own},
    COMMAND_ACTIONS(actions),
};
