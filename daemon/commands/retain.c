/* retain.c - deletes old facts (upkeep/retain.h), and lists what went. */
#include "upkeep/retain.h"

#include "client/client.h"
#include "client/command.h"

#include <stdio.h>

static struct {
    const char *months;
    bool dry_run;
} given;

static const struct command_option options[] = {
    {.name = "--older-than",
     .argument = "MONTHS",
     .required = true,
     .meaning = "keep the running month and so many before it, at least 1",
     .count = &given.months,
     .otherwise = "0"}, /* which nobody gets: it is required, and 0 is refused */
    {.name = "--dry-run",
     .meaning = "list what would be deleted; delete nothing",
     .flag = &given.dry_run},
};

static void retain_tell(enum retain_kind kind, unsigned long long seen, unsigned long long gone)
{
    fprintf(stderr, "meritd retain: %s: up to %llu looked at, %llu %s\n", retain_names[kind], seen,
            gone, given.dry_run ? "would go" : "deleted");
}

static void retain_tell_wait(const char *why)
{
    fprintf(stderr, "meritd retain: trying on for half a minute: %s\n", why);
}

static void retain_print(const struct retention *retention)
{
    for (int month = 0; month < RETAIN_MONTHS; month++)
        for (int kind = 0; kind < RETAIN_KINDS; kind++)
            if (retention->gone[kind][month] > 0)
                printf("%d-%02d %-13s %llu\n", RETAIN_YEAR + month / 12, month % 12 + 1,
                       retain_names[kind], retention->gone[kind][month]);
    printf("facts %s kept from %.7s on\n", retention->dry_run ? "would be" : "are",
           retention->kept_from);
}

static int retain_run(struct client *client)
{
    static struct retention retention;
    struct error error;

    retention.database = client->database;
    retention.dry_run = given.dry_run;
    retention.progress = retain_tell;
    retention.waits = retain_tell_wait;
    if (!retain(&retention, given.months, &error))
        return client_fail(client, &error);
    retain_print(&retention);
    return EXIT_STATUS_DONE;
}

const struct command command_retain = {
    .name = "retain",
    .operands = "",
    .summary = "delete the facts of old months; their numbers stay",
    .details =
        "Deletes whole conversations, orders, tickets and surveys of months that are closed (or\n"
        "skipped), and from then on skips such events of those months. Roll-ups, closed\n"
        "results, marks, tallies, targets and staff records stay. Run it again when it was\n"
        "interrupted.\n",
    .roles = "the database's owner",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .run = retain_run},
};
