/* acknowledge.c - a person acknowledges the own result of a closed month; who has not. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    bool missing;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_MONTH, .month = &given.month},
    {.name = "--missing", .meaning = "only those who have not", .flag = &given.missing},
    {COMMON_FORMAT, .table = &given.format},
};

static int acknowledge_own(struct client *client)
{
    const char *const params[] = {given.month};

    return client_tell(client,
                       "select ref.said(ref.message(case a.n when 0 then 'told.acknowledged_before'"
                       "                                      else 'told.acknowledged' end,"
                       "                            pg_catalog.to_char($1::date, 'YYYY-MM')))"
                       "  from period.acknowledge($1::date) a(n)",
                       params, 1);
}

static int acknowledge_list(struct client *client)
{
    const char *const params[] = {sql_text(given.month), sql_bool(given.missing)};
    int status = known_month(client, given.month);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(client, given.format, "acknowledgements",
                       "select pg_catalog.to_char(a.month, 'YYYY-MM') as month, a.revision,"
                       "       a.agent, a.name,"
                       "       pg_catalog.date_trunc('second', a.told_at) as told_at,"
                       "       pg_catalog.date_trunc('second', a.acknowledged_at)"
                       "           as acknowledged_at, a.acknowledged_by"
                       "  from merit.acknowledgement a"
                       " where ($1::date is null or a.month = $1::date)"
                       "   and not ($2::boolean and a.acknowledged_at is not null)"
                       " order by a.month, a.agent",
                       params, 2);
}

static const struct action actions[] = {
    {.word = "list",
     .takes = {&given.month, &given.missing, &given.format},
     .run = acknowledge_list},
};

const struct command command_acknowledge = {
    .name = "acknowledge",
    .operands = "[list]",
    .most = 1,
    .summary = "acknowledge the own result of a closed month; who has, who has not",
    .details =
        "As the agent whose login it is, and of all accounts of the same person; nobody does it "
        "for anybody\nelse. A revision that changes the result is acknowledged again. list shows "
        "who has acknowledged\nwhat, and when a receiver of the person's own was told.\n",
    .spoken = true,
    .roles = "merit_agent, merit_lead or meritd_close",
    COMMAND_OPTIONS(options),
    .own = {.needs = {&given.month}, .run = acknowledge_own},
    COMMAND_ACTIONS(actions),
};
