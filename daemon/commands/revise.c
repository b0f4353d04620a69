/* revise.c - calculates a closed month again. */
#include "client/client.h"
#include "client/command.h"
#include "commands/month_report.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *reason, *by;
    bool schemes_in_force, dry_run;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_MONTH, .required = true, .month = &given.month},
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
    if (*given.reason == '\0')
        return invocation_refuse(invocation, "a revision needs a reason");
    return EXIT_STATUS_DONE;
}

static int revise(struct client *client)
{
    const char *const params[] = {given.month, given.reason, given.by,
                                  sql_bool(given.schemes_in_force), sql_bool(given.dry_run)};

    return month_report(
        client, given.format,
        "select period.revise($1::date, $2, null, $3, $4::boolean, $5::boolean)::text", params,
        sizeof params / sizeof params[0]);
}

const struct command command_revise = {
    .name = "revise",
    .operands = "",
    .summary = "calculate a closed month again, as a revision",
    .details =
        "From today's facts and exclusions; the old result stays, ledger lines are reversed and\n"
        "posted anew, the difference is posted. Nothing is done when nothing differs.\n",
    .spoken = true,
    .roles = "meritd_close",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .check = revise_check, .run = revise},
};
