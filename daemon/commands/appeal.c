/* appeal.c - appeals: filed, listed, looked into, decided. */
#include "client/client.h"
#include "client/command.h"
#include "commands/exclusion.h"
#include "commands/known.h"

#include <stdio.h>
#include <string.h>

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *period, *agent, *indicator, *reason, *note, *evidence, *credit_to, *by;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_OF_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--agent", .argument = "ACCOUNT", .meaning = "who appeals", .text = &given.agent},
    {.name = "--indicator",
     .argument = "NAME",
     .meaning = "against which indicator",
     .text = &given.indicator},
    {.name = "--reason", .argument = "TEXT", .meaning = "why", .text = &given.reason},
    {.name = "--note",
     .argument = "TEXT",
     .meaning = "why it is accepted or rejected",
     .text = &given.note},
    {.name = "--evidence", .argument = "TEXT", .meaning = "what shows it", .text = &given.evidence},
    {.name = "--credit-to",
     .argument = "ACCOUNT",
     .meaning = "of kind credit: whose the orders are",
     .text = &given.credit_to},
    {COMMON_BY, .text = &given.by},
    {COMMON_FORMAT, .table = &given.format},
};

#define FILE_IT(call)                                                                              \
    "select ref.said(ref.message('told.filed', a.id::text))"                                       \
    "  from " call ", $2, $3, $4, null, $5) a(id)"

static int appeal_file(struct client *client)
{
    const char *const params[] = {given.period ? given.period : given.month, given.agent,
                                  given.indicator, given.reason, given.by};

    return client_tell(client,
                       given.period ? FILE_IT("period.appeal_file_term($1::text")
                                    : FILE_IT("period.appeal_file($1::date"),
                       params, sizeof params / sizeof params[0]);
}

static int file_check(const struct invocation *invocation)
{
    if ((*given.month == '\0') == (given.period == NULL))
        return invocation_refuse(invocation,
                                 "one of --month YYYY-MM and --period PERIOD is needed");
    return EXIT_STATUS_DONE;
}

static int appeal_list(struct client *client)
{
    const char *const params[] = {sql_text(given.month), given.period};
    int status = known_month(client, given.month);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(client, given.format,
                       *given.month || given.period ? "appeals_of_month" : "appeals",
                       "select a.id, a.period as month, a.agent,"
                       "       a.indicator, a.state, a.reason, a.note,"
                       "       pg_catalog.date_trunc('second', a.filed_at) as filed_at, a.filed_by,"
                       "       pg_catalog.date_trunc('second', a.decided_at) as decided_at,"
                       "       a.decided_by"
                       "  from merit.appeal a where ($1::date is null or a.month = $1::date)"
                       "   and ($2::text is null or a.period = $2) order by a.id",
                       params, 2);
}

static int appeal_evidence(struct client *client)
{
    const char *const params[] = {client->invocation->operands[0]};

    return client_list(client, given.format, "evidence",
                       "select e.kind, e.reference, e.day, e.at, e.what, e.amount,"
                       "       pg_catalog.round(e.seconds, 1) as seconds, e.excluded"
                       "  from period.appeal_evidence($1::bigint) e",
                       params, 1);
}

/* ---- decide ID accept KIND:REFERENCE…, decide ID reject ---- */

static int appeal_write(struct client *client, bool accepted, const struct exclusions *exclusions)
{
    const char *const params[] = {
        client->invocation->operands[0], sql_bool(accepted), given.note,      exclusions->kinds,
        exclusions->references,          given.evidence,     given.credit_to, given.by,
    };

    return client_tell(
        client,
        "select case when $2::boolean then ref.said(ref.message('told.accepted', $1::text,"
        "           pg_catalog.array_to_string(array(select pg_catalog.jsonb_array_elements_text("
        "               a.j -> 'exclusions')), ', '))) || E'\\n'"
        "           || (select pg_catalog.string_agg(ref.said(ref.message('told.revise',"
        "                   pg_catalog.format('meritd revise --%s %s --reason TEXT --dry-run',"
        "                       case when r.name ~ '^[0-9]{4}-[0-9]{2}$' then 'month'"
        "                            else 'period' end, r.name))), E'\\n' order by r.place)"
        "                 from pg_catalog.jsonb_array_elements_text(a.j -> 'revise')"
        "                      with ordinality r(name, place))"
        "       else ref.said(ref.message('told.rejected', $1::text)) end"
        "  from period.appeal_decide($1::bigint, $2::boolean, $3,"
        "        (select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_strip_nulls("
        "             pg_catalog.jsonb_build_object('kind', x.kind, 'reference', x.reference,"
        "                 'evidence', $6::text,"
        "                 'credit_to', case when x.kind = 'credit' then $7::text end))), '[]')"
        "           from unnest($4::text[], $5::text[]) x(kind, reference)), null, $8) a(j)",
        params, sizeof params / sizeof params[0]);
}

static bool is_accepted(const struct invocation *invocation)
{
    return strcmp(invocation->operands[1], "accept") == 0;
}

static bool names_credit(const struct invocation *invocation)
{
    for (size_t i = 2; i < invocation->operand_count; i++)
        if (strncmp(invocation->operands[i], "credit:", strlen("credit:")) == 0)
            return true;
    return false;
}

static int decide_check(const struct invocation *invocation)
{
    const char *word = invocation->operands[1];
    bool accepted = is_accepted(invocation);

    if (!accepted && strcmp(word, "reject") != 0)
        return invocation_refuse(invocation, "%s is neither accept nor reject", word);
    if (accepted && (invocation->operand_count < 3 || given.evidence == NULL))
        return invocation_refuse(invocation, "accept needs what is left out, KIND:REFERENCE…, and "
                                             "--evidence TEXT");
    if (!accepted && (invocation->operand_count > 2 || given.evidence || given.credit_to))
        return invocation_refuse(invocation, "reject leaves nothing out: it takes neither "
                                             "KIND:REFERENCE, --evidence nor --credit-to");
    if (given.credit_to && !names_credit(invocation))
        return invocation_refuse(invocation, "--credit-to goes with credit:ORDER");
    return EXIT_STATUS_DONE;
}

static int appeal_decide(struct client *client)
{
    const struct invocation *invocation = client->invocation;
    struct exclusions exclusions;
    int status = exclusions_read(client, invocation->operands + 2, invocation->operand_count - 2,
                                 &exclusions);

    if (status == EXIT_STATUS_DONE)
        status = appeal_write(client, is_accepted(invocation), &exclusions);
    exclusions_clear(&exclusions);
    return status;
}

static const struct action actions[] = {
    {.word = "file",
     .needs = {&given.agent, &given.indicator, &given.reason},
     .takes = {&given.month, &given.period, &given.by},
     .check = file_check,
     .run = appeal_file},
    {.word = "list",
     .takes = {&given.month, &given.period, &given.format},
     .alternatives = {&given.month, &given.period},
     .run = appeal_list},
    {.word = "evidence",
     .operands = "ID",
     .least = 1,
     .most = 1,
     .id_of = "an appeal",
     .takes = {&given.format},
     .run = appeal_evidence},
    {.word = "decide",
     .operands = "ID and accept KIND:REFERENCE… or reject",
     .least = 2,
     .most = SIZE_MAX,
     .id_of = "an appeal",
     .needs = {&given.note},
     .takes = {&given.evidence, &given.credit_to, &given.by},
     .check = decide_check,
     .run = appeal_decide},
};

const struct command command_appeal = {
    .name = "appeal",
    .operands = "file | list | evidence ID | decide ID accept KIND:REFERENCE… | decide ID reject",
    .least = 1,
    .most = SIZE_MAX,
    .summary = "appeals against indicators of a closed month or longer period",
    .details =
        "file needs --month or --period, --agent, --indicator and --reason; the indicator of what "
        "is "
        "made of\nmonths or shorter periods is one of those. evidence shows the rounds, "
        "orders\n"
        "… behind the indicator. decide needs --note; accept names what is left out, as exclude\n"
        "does, with --evidence. The month or period changes when somebody revises it.\n",
    .spoken = true,
    .roles = "merit_lead or meritd_close (to file and list them merit_agent, too)",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
