/* exclude.c - excludes facts from all numbers, until they are included again. */
#include "client/client.h"
#include "client/command.h"
#include "commands/exclusion.h"

#include <stdio.h>

static struct {
    const char *reason, *evidence, *credit_to, *appeal, *by;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {.name = "--reason", .argument = "TEXT", .meaning = "why", .text = &given.reason},
    {.name = "--evidence", .argument = "TEXT", .meaning = "what shows it", .text = &given.evidence},
    {.name = "--credit-to",
     .argument = "ACCOUNT",
     .meaning = "of kind credit: whose the order is",
     .text = &given.credit_to},
    {.name = "--appeal",
     .argument = "ID",
     .meaning = "the accepted appeal that it follows from",
     .id = &given.appeal,
     .of = "an appeal"},
    {COMMON_BY, .text = &given.by},
    {COMMON_FORMAT, .table = &given.format},
};

static int exclude_list(struct client *client)
{
    return client_list(client, given.format, "exclusions",
                       "select e.id, e.kind, e.reference, e.credit_to, e.reason, e.evidence,"
                       "       e.appeal, pg_catalog.date_trunc('second', e.excluded_at)"
                       "       as excluded_at, e.excluded_by,"
                       "       pg_catalog.date_trunc('second', e.ended_at) as ended_at,"
                       "       e.ended_by, e.ended_reason,"
                       "       coalesce(e.term, pg_catalog.to_char(e.month, 'YYYY-MM')) as month,"
                       "       e.agent, e.changed"
                       "  from merit.exclusion e order by e.id, e.month, e.term, e.agent",
                       NULL, 0);
}

static int exclude_add(struct client *client)
{
    const struct invocation *invocation = client->invocation;
    const char *kind = invocation->operands[0], *reference = invocation->operands[1];
    char room[UUID_TEXT_SIZE];

    exclusion_resolve(client, &kind, &reference, room);
    const char *const params[] = {
        kind, reference, given.reason, given.evidence, given.credit_to, given.appeal, given.by,
    };
    return client_tell(
        client,
        "select ref.said(ref.message('told.excluded', e.id::text, 'meritd exclude list'))"
        "  from fact.exclude($1, $2, $3, $4, $5, $6::bigint, null, $7) e(id)",
        params, sizeof params / sizeof params[0]);
}

static int add_check(const struct invocation *invocation)
{
    if (invocation->operand_count == 2)
        return EXIT_STATUS_DONE;
    return invocation_refuse(invocation, "KIND and REFERENCE are needed, or list");
}

static const struct action actions[] = {
    {.word = "list", .takes = {&given.format}, .run = exclude_list},
};

const struct command command_exclude = {
    .name = "exclude",
    .operands = "list | KIND REFERENCE",
    .least = 1,
    .most = 2,
    .summary = "leave a fact out of all numbers (tests, spam, colleagues)",
    .details =
        "KIND is conversation, order, ticket (REFERENCE: its id), survey (as evidence shows it),\n"
        "customer (the platform's id), pseudonym (as meritd stores customers), or credit: hands\n"
        "an order's credit over. Closed months change only by a revision.\n",
    .spoken = true,
    .roles = "merit_lead, meritd_close or merit_operator (to see them merit_agent, too)",
    COMMAND_OPTIONS(options),
    .own = {.most = 2,
            .needs = {&given.reason},
            .takes = {&given.evidence, &given.credit_to, &given.appeal, &given.by},
            .check = add_check,
            .run = exclude_add},
    COMMAND_ACTIONS(actions),
};
