/* exclude.c - exclude and include: facts that no number counts, for a time or for good. */
#include "commands/client.h"
#include "commands/exclusion.h"
#include "commands/flags.h"

#include <stdio.h>
#include <string.h>

static int exclude_list(struct client *client)
{
    return client_list(
        client, "no exclusions",
        "select e.id, e.kind, e.reference, e.credit_to, e.reason, e.evidence,"
        "       e.appeal, pg_catalog.date_trunc('second', e.excluded_at)"
        "       as excluded_at, e.excluded_by,"
        "       pg_catalog.date_trunc('second', e.ended_at) as ended_at,"
        "       e.ended_by, e.ended_reason, pg_catalog.to_char(e.month, 'YYYY-MM') as month,"
        "       e.agent, e.changed"
        "  from merit.exclusion e order by e.id, e.month, e.agent",
        NULL, 0);
}

static int exclude_add(struct client *client)
{
    const struct invocation *invocation = client->invocation;
    const char *kind = invocation->operands[0], *reference = invocation->operands[1];
    char room[PSEUDONYM_TEXT_SIZE];

    exclusion_resolve(client, &kind, &reference, room);
    const char *const params[] = {
        kind,
        reference,
        invocation_flag(invocation, "--reason"),
        invocation_flag(invocation, "--evidence"),
        invocation_flag(invocation, "--credit-to"),
        invocation_flag(invocation, "--appeal"),
        invocation_flag(invocation, "--by"),
    };
    int status = client_ask(client, "select fact.exclude($1, $2, $3, $4, $5, $6::bigint, null, $7)",
                            params, sizeof params / sizeof params[0]);
    if (status == EXIT_STATUS_DONE)
        printf("exclusion %s is in force; meritd exclude list says what it changed\n",
               database_value(client->database, 0, 0));
    return status;
}

static int exclude_check(const struct invocation *invocation, bool list)
{
    const char *appeal = invocation_flag(invocation, "--appeal");

    if (list && invocation->operand_count > 1)
        return invocation_refuse(invocation, "list takes nothing more");
    if (!list && invocation->operand_count != 2)
        return invocation_refuse(invocation, "KIND and REFERENCE are needed, or list");
    if (list)
        return flags_fit(invocation, "list", "", "--format");
    if (appeal != NULL && id_read(invocation, "an appeal", appeal) != EXIT_STATUS_DONE)
        return EXIT_STATUS_USAGE;
    return flags_fit(invocation, invocation->operands[0], "--reason",
                     "--evidence --credit-to --appeal --by");
}

int command_exclude(const struct invocation *invocation)
{
    bool list = strcmp(invocation->operands[0], "list") == 0;
    struct client client;
    int status = exclude_check(invocation, list);

    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_open(&client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = list ? exclude_list(&client) : exclude_add(&client);
    client_close(&client);
    return status;
}

int command_include(const struct invocation *invocation)
{
    const char *id = invocation->operands[0];
    const char *const params[] = {id, invocation_flag(invocation, "--reason"),
                                  invocation_flag(invocation, "--by")};
    struct client client;
    int status = id_read(invocation, "an exclusion", id);

    if (status == EXIT_STATUS_DONE)
        status = flags_fit(invocation, "include", "--reason", "--by");
    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_open(&client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = client_ask(&client, "select fact.include($1::bigint, $2, null, $3)", params, 3);
    if (status == EXIT_STATUS_DONE)
        printf("exclusion %s has ended: what it left out counts again\n", id);
    client_close(&client);
    return status;
}
