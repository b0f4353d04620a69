/* revise.c - calculates a closed month again. */
#include "client/client.h"
#include "client/command.h"
#include "commands/month_report.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *period, *reason, *by;
    bool schemes_in_force, dry_run;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--reason",
     .argument = "TEXT",
     .required = true,
     .meaning = "why: it is posted",
     .text = &given.reason},
    {.name = "--schemes-in-force",
     .meaning = "with today's schemes, not those of the close",
     .flag = &given.schemes_in_force},
    {COMMON_DRY_RUN, .flag = &given.dry_run},
    {COMMON_BY, .text = &given.by},
    {COMMON_REPORT, .report = &given.format},
};

static int revise_check(const struct invocation *invocation)
{
    if ((*given.month == '\0') == (given.period == NULL))
        return invocation_refuse(invocation,
                                 "one of --month YYYY-MM and --period PERIOD is needed");
    if (*given.reason == '\0')
        return invocation_refuse(invocation, "a revision needs a reason");
    return EXIT_STATUS_DONE;
}

static int revise(struct client *client)
{
    const char *const params[] = {given.period != NULL ? given.period : given.month, given.reason,
                                  given.by, sql_bool(given.schemes_in_force),
                                  sql_bool(given.dry_run)};

    return month_report(
        client, given.format,
        given.period != NULL
            ? "select period.revise_term($1, $2, null, $3, $4::boolean, $5::boolean)::text"
            : "select period.revise($1::date, $2, null, $3, $4::boolean, $5::boolean)::text",
        params, sizeof params / sizeof params[0]);
}

const struct command command_revise = {
    .name = "revise",
    .operands = "",
    .summary = "calculate a closed month or longer period again, as a revision",
    .details =
        "From today's facts and exclusions; the old result stays, ledger lines are reversed and\n"
        "posted anew, the difference is posted. Nothing is done when nothing differs. A quarter,\n"
        "half-year or year is made anew of its months as they are closed now.\n",
    .spoken = true,
    .roles = "meritd_close",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .check = revise_check, .run = revise},
};
