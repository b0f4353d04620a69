/* include.c - ends an exclusion. */
#include "commands/client.h"
#include "commands/command.h"

#include <stdio.h>

static struct {
    const char *reason, *by;
} given;

static const struct command_option options[] = {
    {.name = "--reason", .argument = "TEXT", .meaning = "why", .text = &given.reason},
    {COMMON_BY, .text = &given.by},
};

static int include(struct client *client)
{
    const char *id = client->invocation->operands[0];
    const char *const params[] = {id, given.reason, given.by};
    int status = client_ask(client, "select fact.include($1::bigint, $2, null, $3)", params, 3);

    if (status == EXIT_STATUS_DONE)
        printf("exclusion %s has ended: what it left out counts again\n", id);
    return status;
}

const struct command command_include = {
    .name = "include",
    .operands = "ID",
    .least = 1,
    .most = 1,
    .summary = "end an exclusion: the fact counts again",
    .details = "exclude list shows the ids.\n",
    .roles = "merit_lead, meritd_close or merit_operator",
    COMMAND_OPTIONS(options),
    .own = {.id_of = "an exclusion",
            .needs = {&given.reason},
            .takes = {&given.by},
            .run = include},
};
