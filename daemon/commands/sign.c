/* sign.c - signs a month or longer period before it is closed or revised. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *period, *step, *by;
    bool due, schemes_in_force;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--step",
     .argument = "STEP",
     .meaning =
         "submit, review, approve, file, or whose approval it is; without it: lists who signed",
     .text = &given.step},
    {.name = "--due",
     .meaning = "lists what is missing instead: steps, amounts to approve, and who may",
     .flag = &given.due},
    {.name = "--schemes-in-force",
     .meaning = "a revision by the schemes in force now",
     .flag = &given.schemes_in_force},
    {COMMON_BY, .text = &given.by},
    {COMMON_FORMAT, .table = &given.format},
};

static int sign_list(struct client *client)
{
    const char *const params[] = {given.period, sql_text(given.month)};
    int status = known_period(client, given.month, given.period);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(client, given.format, "signatures",
                       "select s.period, s.revision, s.step,"
                       "       pg_catalog.date_trunc('second', s.signed_at) as signed_at,"
                       "       s.signed_by, s.signed_as, s.counts"
                       "  from merit.signature s where s.period = " PERIOD_NAME
                       " order by s.signed_at",
                       params, 2);
}

static int sign_due(struct client *client)
{
    const char *const params[] = {given.period, sql_text(given.month),
                                  sql_bool(given.schemes_in_force)};

    return client_list(client, given.format, "signatures_due",
                       "select d.step, pg_catalog.array_to_string(d.may_sign, ', ') as may_sign,"
                       "       d.agent, d.reason, d.amount, d.becomes"
                       "  from period.due_signatures(" PERIOD_NAME ", $3::boolean) d",
                       params, 3);
}

static int sign(struct client *client)
{
    const char *const params[] = {given.period, sql_text(given.month), given.step,
                                  sql_bool(given.schemes_in_force), given.by};

    return client_tell(client,
                       "select ref.said(ref.message('told.signed', p.name, 'step.' || $3))"
                       "  from (select " PERIOD_NAME " as name) p"
                       " cross join lateral period.sign(p.name, $3, $4::boolean, null, $5)",
                       params, sizeof params / sizeof params[0]);
}

static int sign_check(const struct invocation *invocation)
{
    return one_period(invocation, given.month, given.period);
}

static const struct action actions[] = {
    {.flag = &given.due,
     .takes = {&given.month, &given.period, &given.schemes_in_force, &given.format},
     .check = sign_check,
     .run = sign_due},
    {.text = &given.step,
     .needs = {&given.step},
     .takes = {&given.month, &given.period, &given.schemes_in_force, &given.by},
     .check = sign_check,
     .run = sign},
};

const struct command command_sign = {
    .name = "sign",
    .operands = "",
    .summary = "signs a month or longer period before it is closed or revised",
    .details =
        "Where a scheme in force asks for signatures, each step is another person's, in order.\n"
        "Amounts that the scheme that pays has approved are approved by whom it says.\n"
        "What changes the results makes their signatures void.\n",
    .spoken = true,
    .roles = "meritd_close",
    COMMAND_OPTIONS(options),
    .own = {.takes = {&given.month, &given.period, &given.format},
            .check = sign_check,
            .run = sign_list},
    COMMAND_ACTIONS(actions),
};
