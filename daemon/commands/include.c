/* include.c - ends an exclusion. */
#include "client/client.h"
#include "client/command.h"

static struct {
    const char *reason, *by;
} given;

static const struct command_option options[] = {
    {.name = "--reason", .argument = "TEXT", .meaning = "why", .text = &given.reason},
    {COMMON_BY, .text = &given.by},
};

static int include(struct client *client)
{
    const char *const params[] = {client->invocation->operands[0], given.reason, given.by};

    return client_tell(client,
                       "select ref.said(ref.message('told.included', $1::text))"
                       "  from fact.include($1::bigint, $2, null, $3)",
                       params, 3);
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
