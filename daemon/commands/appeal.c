/* appeal.c - appeals: filed, listed, looked into, decided. */
#include "commands/action.h"
#include "commands/exclusion.h"
#include "commands/flags.h"
#include "commands/known.h"

#include <stdio.h>
#include <string.h>

static int appeal_file(struct client *client)
{
    const struct invocation *invocation = client->invocation;
    char month[MONTH_TEXT_SIZE];
    int status = month_read(invocation, month);

    if (status != EXIT_STATUS_DONE)
        return status;
    const char *const params[] = {
        month,
        invocation_flag(invocation, "--agent"),
        invocation_flag(invocation, "--indicator"),
        invocation_flag(invocation, "--reason"),
        invocation_flag(invocation, "--by"),
    };
    status = client_ask(client, "select period.appeal_file($1::date, $2, $3, $4, null, $5)", params,
                        sizeof params / sizeof params[0]);
    if (status == EXIT_STATUS_DONE)
        printf("appeal %s is filed\n", database_value(client->database, 0, 0));
    return status;
}

static int appeal_list(struct client *client)
{
    char month[MONTH_TEXT_SIZE];
    int status = month_read_if_given(client->invocation, month);

    if (status == EXIT_STATUS_DONE)
        status = known_month(client);
    if (status != EXIT_STATUS_DONE)
        return status;
    const char *const params[] = {*month ? month : NULL};
    return client_list(client, *month ? "no appeals against that month" : "no appeals",
                       "select a.id, pg_catalog.to_char(a.month, 'YYYY-MM') as month, a.agent,"
                       "       a.indicator, a.state, a.reason, a.note,"
                       "       pg_catalog.date_trunc('second', a.filed_at) as filed_at, a.filed_by,"
                       "       pg_catalog.date_trunc('second', a.decided_at) as decided_at,"
                       "       a.decided_by"
                       "  from merit.appeal a where $1::date is null or a.month = $1::date"
                       " order by a.id",
                       params, 1);
}

static int appeal_evidence(struct client *client)
{
    const char *const params[] = {client->invocation->operands[1]};

    return client_list(client, "nothing stands behind that indicator",
                       "select e.kind, e.reference, e.day, e.at, e.what, e.amount,"
                       "       pg_catalog.round(e.seconds, 1) as seconds, e.excluded"
                       "  from period.appeal_evidence($1::bigint) e",
                       params, 1);
}

/* ---- decide ID accept KIND:REFERENCE…, decide ID reject ---- */

static int appeal_write(struct client *client, bool accepted, const struct exclusions *exclusions)
{
    const struct invocation *invocation = client->invocation;
    const char *const params[] = {
        invocation->operands[1],
        accepted ? "true" : "false",
        invocation_flag(invocation, "--note"),
        exclusions->kinds,
        exclusions->references,
        invocation_flag(invocation, "--evidence"),
        invocation_flag(invocation, "--credit-to"),
        invocation_flag(invocation, "--by"),
    };
    int status = client_ask(
        client,
        "select a.j ->> 'month',"
        "       pg_catalog.array_to_string(array("
        "           select pg_catalog.jsonb_array_elements_text(a.j -> 'exclusions')), ', ')"
        "  from period.appeal_decide($1::bigint, $2::boolean, $3,"
        "        (select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_strip_nulls("
        "             pg_catalog.jsonb_build_object('kind', x.kind, 'reference', x.reference,"
        "                 'evidence', $6::text,"
        "                 'credit_to', case when x.kind = 'credit' then $7::text end))), '[]')"
        "           from unnest($4::text[], $5::text[]) x(kind, reference)), null, $8) a(j)",
        params, sizeof params / sizeof params[0]);

    if (status != EXIT_STATUS_DONE)
        return status;
    if (accepted)
        printf("appeal %s is accepted; exclusions %s\nthe month changes when somebody revises it:"
               " meritd revise --month %s --reason TEXT --dry-run\n",
               params[0], database_value(client->database, 0, 1),
               database_value(client->database, 0, 0));
    else
        printf("appeal %s is rejected\n", params[0]);
    return EXIT_STATUS_DONE;
}

static int appeal_decide(struct client *client)
{
    const struct invocation *invocation = client->invocation;
    const char *word = invocation->operands[2];
    bool accepted = strcmp(word, "accept") == 0;
    struct exclusions exclusions;

    if (!accepted && strcmp(word, "reject") != 0)
        return invocation_refuse(invocation, "%s is neither accept nor reject", word);
    if (accepted && (invocation->operand_count < 4 || !invocation_flag(invocation, "--evidence")))
        return invocation_refuse(invocation, "accept needs what is left out, KIND:REFERENCE…, and "
                                             "--evidence TEXT");
    if (!accepted && invocation->operand_count > 3)
        return invocation_refuse(invocation, "reject leaves nothing out");
    int status = exclusions_read(client, invocation->operands + 3, invocation->operand_count - 3,
                                 &exclusions);
    if (status == EXIT_STATUS_DONE)
        status = appeal_write(client, accepted, &exclusions);
    exclusions_clear(&exclusions);
    return status;
}

int command_appeal(const struct invocation *invocation)
{
    static const struct action actions[] = {
        {"file", "", 0, 0, "--month --agent --indicator --reason", "--by", NULL, appeal_file},
        {"list", "", 0, 0, NULL, "--month --format", NULL, appeal_list},
        {"evidence", "ID", 1, 1, NULL, "--format", "an appeal", appeal_evidence},
        {"decide", "ID and accept KIND:REFERENCE… or reject", 2, SIZE_MAX, "--note",
         "--evidence --credit-to --by", "an appeal", appeal_decide},
    };

    return action_run(invocation, actions, sizeof actions / sizeof actions[0]);
}
