/* people.c - which accounts of the chat platform are one person's, and from when on. */
#include "client/client.h"
#include "client/command.h"

#include <stdio.h>
#include <string.h>

static struct {
    const char *from;
    const char *until;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {.name = "--from",
     .argument = "YYYY-MM-DD",
     .meaning = "the first business day",
     .day = &given.from},
    {.name = "--until",
     .argument = "YYYY-MM-DD",
     .meaning = "the last one; default: for ever",
     .day = &given.until},
    {COMMON_FORMAT, .table = &given.format},
};

/* ---- alias, end ---- */

static int print_warning(struct client *client, const char *agent)
{
    int status = client_ask(client, "select ref.agent_warning($1)", &agent, 1);

    if (status == EXIT_STATUS_DONE && database_value(client->database, 0, 0) != NULL) {
        fputs("meritd people: warning: ", stderr);
        table_print_text(database_value(client->database, 0, 0), stderr); /* names are events' */
    }
    return status;
}

/* The account is the agent's on the days given; its own agent, if both are the same. */
static int set_alias(struct client *client, const char *account, const char *agent)
{
    const char *const params[] = {account, agent, given.from, given.until};
    int status = client_ask(client, "select ref.set_alias($1, $2, $3::date, $4::date)", params, 4);

    if (status != EXIT_STATUS_DONE)
        return status;
    bool is_new = *database_value(client->database, 0, 0) == 't';
    printf("%s: %s%s from %s%s%s; %s\n", account, agent == account ? "an agent of its own" : "is ",
           agent == account ? "" : agent, given.from, given.until ? " to " : " on",
           given.until ? given.until : "",
           is_new ? "what it did then is settled again" : "it was already, nothing changes");
    return EXIT_STATUS_DONE;
}

static int people_alias(struct client *client)
{
    const char *const *operands = client->invocation->operands;
    int status = set_alias(client, operands[0], operands[1]);

    return status == EXIT_STATUS_DONE ? print_warning(client, operands[1]) : status;
}

static int people_end(struct client *client)
{
    const char *account = client->invocation->operands[0];

    return set_alias(client, account, account);
}

/* ---- list, history ---- */

static int people_list(struct client *client)
{
    return client_list(client, given.format, "no aliases: every account is an agent of its own",
                       "select a.account, a.agent, pg_catalog.lower(a.days) as \"from\","
                       "       pg_catalog.upper(a.days) - 1 as until"
                       "  from ref.agent_alias a order by a.account, a.days",
                       NULL, 0);
}

static int people_history(struct client *client)
{
    return client_list(client, given.format, "nobody ever said whose an account is",
                       "select c.account, nullif(c.agent, c.account) as agent,"
                       "       pg_catalog.lower(c.days) as \"from\","
                       "       pg_catalog.upper(c.days) - 1 as until,"
                       "       pg_catalog.date_trunc('second', c.made_at) as made_at, c.made_by"
                       "  from ref.alias_change c order by c.id",
                       NULL, 0);
}

static int alias_check(const struct invocation *invocation)
{
    if (strcmp(invocation->operands[0], invocation->operands[1]) == 0)
        return invocation_refuse(invocation, "an account is an agent of its own by itself; "
                                             "meritd people end ACCOUNT --from DAY ends an alias");
    return EXIT_STATUS_DONE;
}

static const struct action actions[] = {
    {.word = "alias",
     .operands = "ACCOUNT AGENT",
     .least = 2,
     .most = 2,
     .needs = {&given.from},
     .takes = {&given.until},
     .check = alias_check,
     .run = people_alias},
    {.word = "end",
     .operands = "ACCOUNT",
     .least = 1,
     .most = 1,
     .needs = {&given.from},
     .takes = {&given.until},
     .run = people_end},
    {.word = "list", .takes = {&given.format}, .run = people_list},
    {.word = "history", .takes = {&given.format}, .run = people_history},
};

const struct command command_people = {
    .name = "people",
    .operands = "alias ACCOUNT AGENT | end ACCOUNT | list | history",
    .least = 1,
    .most = 3,
    .summary = "accounts that are one person's: say so, end it, list them",
    .details =
        "alias: what the account does on these days is the agent's, in every number. It takes the\n"
        "place of what was said of these days before, so a shared account changes hands with the\n"
        "next alias. end: from that day on the account is an agent of its own again. Either may\n"
        "be about the past: what changes is settled again, and closed months show it as drift.\n"
        "list shows whose account is whose, history who said so and when.\n",
    .roles = "meritd_close, or the database's owner (list, history: merit_operator too)",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
