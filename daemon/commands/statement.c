/* statement.c - pay statements of a closed month or longer period, a person each. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *period, *agent;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--agent",
     .argument = "ACCOUNT",
     .meaning = "only of the person with that account",
     .text = &given.agent},
    {COMMON_FORMAT, .table = &given.format},
};

static int statement_check(const struct invocation *invocation)
{
    if ((*given.month == '\0') == (given.period == NULL))
        return invocation_refuse(invocation,
                                 "one of --month YYYY-MM and --period PERIOD is needed");
    return EXIT_STATUS_DONE;
}

static int statement(struct client *client)
{
    const char *const params[] = {sql_text(given.month), given.agent, given.period};
    int status = known_month(client, given.month);

    if (status == EXIT_STATUS_DONE)
        status = known_name(
            client, given.period, "period",
            "select t.term from merit.own_terms() t where $1::date is null order by 1", NULL);
    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(client, given.format, "statements",
                       "select s.employee, s.name, s.said as item, s.amount, s.currency, s.settled,"
                       "       pg_catalog.array_to_string(s.accounts, ' ') as accounts"
                       "  from merit.pay_statement s"
                       " where s.period = coalesce($3, pg_catalog.to_char($1::date, 'YYYY-MM'))"
                       "   and ($2::text is null or $2 = any (s.accounts))"
                       " order by s.agent collate \"C\", s.place",
                       params, 3);
}

const struct command command_statement = {
    .name = "statement",
    .operands = "",
    .summary = "pay statements of a closed month or longer period, one a person",
    .details =
        "Inputs of payroll, lines of the ledger and the total, of all accounts of the person "
        "together.\n"
        "Payroll sees everybody's, others their own.\n",
    .spoken = true,
    .roles = "merit_agent, merit_lead, meritd_close or merit_payroll",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .check = statement_check, .run = statement},
};
