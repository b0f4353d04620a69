/* evidence.c - the evidence of grades that a scheme says need it. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *agent, *grade, *evidence, *who, *what, *day, *reason, *by;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_OF_MONTH, .month = &given.month},
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
    const char *const params[] = {given.month, given.agent, given.grade, given.evidence,
                                  given.who,   given.what,  given.day,   given.by};

    return client_tell(client,
                       "select ref.said(ref.message('told.evidence', e.id::text))"
                       "  from period.evidence_file($1::date, $2, $3, $4, $5, $6, $7::date, null,"
                       "                            $8) e(id)",
                       params, sizeof params / sizeof params[0]);
}

static int evidence_list(struct client *client)
{
    const char *const params[] = {sql_text(given.month)};
    int status = known_month(client, given.month);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(client, given.format, "grade_evidence",
                       "select e.id, pg_catalog.to_char(e.month, 'YYYY-MM') as month, e.agent,"
                       "       e.grade, e.who, e.what, e.happened_on as day, e.evidence,"
                       "       pg_catalog.date_trunc('second', e.filed_at) as filed_at, e.filed_by,"
                       "       pg_catalog.date_trunc('second', e.withdrawn_at) as withdrawn_at,"
                       "       e.withdrawn_by, e.withdrawn_because"
                       "  from merit.grade_evidence e where $1::date is null or e.month = $1::date"
                       " order by e.id",
                       params, 1);
}

static int evidence_needed(struct client *client)
{
    const char *const params[] = {given.month};
    int status = known_month(client, given.month);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(client, given.format, "evidence_needed",
                       "select n.agent, n.name, n.grade, n.evidence, n.counts_as, n.scheme"
                       "  from merit.evidence_needed($1::date) n"
                       " order by n.evidence is not null, n.scheme, n.agent collate \"C\"",
                       params, 1);
}

static int evidence_withdraw(struct client *client)
{
    const char *const params[] = {client->invocation->operands[0], given.reason, given.by};

    return client_tell(client,
                       "select ref.said(ref.message('told.evidence_ended', $1::text))"
                       "  from period.evidence_withdraw($1::bigint, $2, null, $3)",
                       params, 3);
}

static const struct action actions[] = {
    {.word = "file",
     .needs = {&given.month, &given.agent, &given.grade, &given.evidence},
     .takes = {&given.who, &given.what, &given.day, &given.by},
     .run = evidence_file},
    {.word = "list", .takes = {&given.month, &given.format}, .run = evidence_list},
    {.word = "needed", .needs = {&given.month}, .takes = {&given.format}, .run = evidence_needed},
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
        "file needs --month, --agent, --grade and --evidence, and what the scheme asks for: --who, "
        "--what,\n"
        "--when. needed lists the grades of --month that need some, and what they count as "
        "without.\n"
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
