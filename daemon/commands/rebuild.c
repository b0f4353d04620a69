/* rebuild.c - computes settled rows and roll-ups again from facts. */
#include "commands/client.h"
#include "commands/command.h"
#include "commands/days.h"

#include <stdio.h>

static struct {
    const char *from, *to;
} given;

static const struct command_option options[] = {
    {DAYS_FROM, .day = &given.from},
    {DAYS_TO, .day = &given.to},
};

static int rebuild(struct client *client)
{
    struct days days;
    const char *const params[] = {days.from, days.to};
    int status = days_find(client, given.from, given.to, &days);

    if (status == EXIT_STATUS_DONE)
        status = client_ask(client, "select rollup.rebuild($1::date, $2::date)", params, 2);
    if (status == EXIT_STATUS_DONE)
        printf("made anew: %s to %s\n", days.from, days.to);
    return status;
}

const struct command command_rebuild = {
    .name = "rebuild",
    .operands = "",
    .summary = "make settled rows and roll-ups anew from facts",
    .details = "Waits for the settler. Numbers do not change unless verify finds differences.\n",
    .roles = "meritd_settle",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .run = rebuild},
};
