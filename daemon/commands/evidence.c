/* evidence.c - the evidence of grades that a scheme says need it. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *period, *agent, *grade, *evidence, *who, *what, *day, *reason, *by;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_OF_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--agent", .argument = "ACCOUNT", .meaning = "whose grade", .text = &given.agent},
    {.name = "--grade", .argument = "GRADE", .meaning = "which grade", .text = &given.grade},
    {.name = "--evidence",
     .argument = "TEXT",
     .meaning = "a text or a link that shows it",
     .text = &given.evidence},
    {.name = "--who", .argument = "TEXT", .meaning = "who took part or saw it", .text = &given.who},
    {.name = "--what", .argument = "TEXT", .meaning = "what was done", .text = &given.what},
    {.name = "--when", .argument = "YYYY-MM-DD", .meaning = "on which day", .day = &given.day},
    {.name = "--reason",
     .argument = "TEXT",
     .meaning = "why it is withdrawn",
     .text = &given.reason},
    {COMMON_BY, .text = &given.by},
    {COMMON_FORMAT, .table = &given.format},
};

static int evidence_file(struct client *client)
{
    const char *const params[] = {
        given.period,   sql_text(given.month),
        given.agent,    given.grade,
        given.evidence, given.who,
        given.what,     given.day,
        given.by,
    };

    return client_tell(client,
                       "select ref.said(ref.message('told.evidence', e.id::text))"
                       "  from period.evidence_file(" PERIOD_NAME ", $3, $4, $5, $6, $7, $8::date,"
                       "                            null, $9) e(id)",
                       params, sizeof params / sizeof params[0]);
}

static int evidence_list(struct client *client)
{
    const char *const params[] = {given.period, sql_text(given.month)};
    int status = known_period(client, given.month, given.period);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(client, given.format, "grade_evidence",
                       "select e.id, e.period, e.agent,"
                       "       e.grade, e.who, e.what, e.happened_on as day, e.evidence,"
                       "       pg_catalog.date_trunc('second', e.filed_at) as filed_at, e.filed_by,"
                       "       pg_catalog.date_trunc('second', e.withdrawn_at) as withdrawn_at,"
                       "       e.withdrawn_by, e.withdrawn_because"
                       "  from merit.seen_evidence(" PERIOD_NAME ") e order by e.id",
                       params, 2);
}

static int evidence_needed(struct client *client)
{
    const char *const params[] = {given.period, sql_text(given.month)};
    int status = known_period(client, given.month, given.period);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(client, given.format, "evidence_needed",
                       "select n.agent, n.name, n.grade, n.evidence, n.counts_as, n.scheme"
                       "  from merit.evidence_needed(" PERIOD_NAME ") n"
                       " order by n.evidence is not null, n.scheme, n.agent collate \"C\"",
                       params, 2);
}

static int evidence_withdraw(struct client *client)
{
    const char *const params[] = {client->invocation->operands[0], given.reason, given.by};

    return client_tell(client,
                       "select ref.said(ref.message('told.evidence_ended', $1::text))"
                       "  from period.evidence_withdraw($1::bigint, $2, null, $3)",
                       params, 3);
}

static int period_check(const struct invocation *invocation)
{
    return one_period(invocation, given.month, given.period);
}

static const struct action actions[] = {
    {.word = "file",
     .needs = {&given.agent, &given.grade, &given.evidence},
     .takes = {&given.month, &given.period, &given.who, &given.what, &given.day, &given.by},
     .check = period_check,
     .run = evidence_file},
    {.word = "list",
     .takes = {&given.month, &given.period, &given.format},
     .alternatives = {&given.month, &given.period},
     .run = evidence_list},
    {.word = "needed",
     .takes = {&given.month, &given.period, &given.format},
     .check = period_check,
     .run = evidence_needed},
    {.word = "withdraw",
     .operands = "ID",
     .least = 1,
     .most = 1,
     .id_of = "a piece of evidence",
     .needs = {&given.reason},
     .takes = {&given.by},
     .run = evidence_withdraw},
};

const struct command command_evidence = {
    .name = "evidence",
    .operands = "file | list | needed | withdraw ID",
    .least = 1,
    .most = 2,
    .summary = "the evidence of grades that a scheme says need it",
    .details =
        "file needs --month or --period, --agent, --grade and --evidence, and what the scheme asks "
        "for:\n"
        "--who, --what, --when. needed lists the grades of that month or period that need some, "
        "and what\n"
        "they count as without.\n"
        "Leads file for their teams, operators and the closing role for everybody, nobody about "
        "itself.\n"
        "needed shows grades, which operators do not see.\n",
    .spoken = true,
    .roles =
        "merit_lead or meritd_close (merit_operator, too, but for needed; merit_agent for needed "
        "and list)",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
