/* settle.c - settles again and again, until nothing is left. */
#include "base/time.h"
#include "client/client.h"
#include "client/command.h"

#include <stdio.h>
#include <string.h>

/* Ids grow: no row that was visible at the start has an id above the mark. */
static int settle_mark(struct client *client, char mark[24])
{
    int status = client_ask(client, "select coalesce(max(d.id), 0) from ingest.dirty d", NULL, 0);

    if (status == EXIT_STATUS_DONE)
        snprintf(mark, 24, "%s", database_value(client->database, 0, 0));
    return status;
}

static int settle_once(struct client *client, unsigned long long *settled, bool *recalculating)
{
    char now[TIME_TEXT_SIZE];
    int64_t present_ms = client->invocation->present_ms;
    bool given = present_ms != TIME_NONE;
    const char *const params[] = {given ? now : NULL};
    unsigned long long count = 0;

    if (given)
        time_format(present_ms, now);
    int status = client_ask(
        client,
        "select r.settled, r.recalculating from settle.run(coalesce($1::timestamptz,"
        " pg_catalog.now()), true) r",
        params, 1);
    if (status == EXIT_STATUS_DONE) {
        sscanf(database_value(client->database, 0, 0), "%llu", &count);
        *recalculating = *database_value(client->database, 0, 1) == 't';
    }
    *settled += count;
    return status;
}

static int settle_all(struct client *client)
{
    char mark[24];
    const char *const params[] = {mark};
    unsigned long long settled = 0;
    int status = settle_mark(client, mark);
    bool left = true, recalculating = false;

    while (status == EXIT_STATUS_DONE && left) {
        status = settle_once(client, &settled, &recalculating);
        if (status == EXIT_STATUS_DONE)
            status = client_ask(
                client, "select exists (select from ingest.dirty d where d.id <= $1::bigint)",
                params, 1);
        if (status == EXIT_STATUS_DONE)
            left = recalculating || strcmp(database_value(client->database, 0, 0), "t") == 0;
    }
    if (status == EXIT_STATUS_DONE)
        printf("settled %llu writes\n", settled);
    return status;
}

const struct command command_settle = {
    .name = "settle",
    .operands = "",
    .summary = "settle what is dirty, and leave",
    .details = "Waits for a settler that is at work, and goes on until nothing is left that was\n"
               "written before this command began, and a change of rules is carried through. --now "
               "gives the instant it settles as of.\n",
    .roles = "meritd_settle",
    .own = {.run = settle_all},
};
