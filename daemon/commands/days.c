/* days.c - see the header. */
#include "commands/days.h"

#include "base/exit_status.h"
#include "client/command.h"

#include <stdio.h>
#include <string.h>

/* Facts before that day were deleted: nothing there can be calculated. ISO 8601 sorts as text, behind "-infinity". */
static void days_keep(const struct client *client, const char *kept_from, struct days *days)
{
    if (strcmp(days->from, kept_from) >= 0)
        return;
    fprintf(stderr,
            "meritd %s: facts before %s were deleted (meritd retain): the numbers of earlier days "
            "stay as they are and are not looked at\n",
            client->invocation->command->name, kept_from);
    snprintf(days->from, sizeof days->from, "%s", kept_from);
    if (strcmp(days->to, days->from) < 0)
        snprintf(days->to, sizeof days->to, "%s", kept_from);
}

/* Looks at roll-ups as well as facts, to find also roll-ups that should not exist. */
int days_find(struct client *client, const char *from, const char *to, struct days *days)
{
    int status = client_ask(client,
                            "select min(d.day), max(d.day) + 1, ref.kept_from() from ("
                            " select min(day), max(day) from fact.contact_part union all"
                            " select min(day), max(day) from fact.order_event union all"
                            " select min(day), max(day) from fact.ticket_event union all"
                            " select min(day), max(day) from fact.survey union all"
                            " select min(start), max(start) from rollup.agent_period"
                            "  union all"
                            " select min(day), max(day) from settled.contact) s(first, last)"
                            " cross join lateral (values (s.first), (s.last)) d(day)",
                            NULL, 0);

    if (status != EXIT_STATUS_DONE)
        return status;
    const char *first = database_value(client->database, 0, 0);
    const char *behind = database_value(client->database, 0, 1);
    const char *none = "2000-01-01"; /* there is no data at all */
    snprintf(days->from, sizeof days->from, "%s", from ? from : first ? first : none);
    snprintf(days->to, sizeof days->to, "%s", to ? to : behind ? behind : none);
    days_keep(client, database_value(client->database, 0, 2), days);
    return EXIT_STATUS_DONE;
}
