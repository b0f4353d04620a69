/* verify.c - verify and rebuild: settled rows and roll-ups against facts. */
#include "base/time.h"
#include "commands/client.h"
#include "commands/verify_ledger.h"

#include <stdio.h>
#include <string.h>

struct days {
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
    bool none; /* nothing is there at all */
};

/* A day given, or what the database says. */
static int days_read(const struct invocation *invocation, const char *flag,
                     char out[DATE_TEXT_SIZE])
{
    const char *given = invocation_flag(invocation, flag);
    int32_t day;

    out[0] = '\0';
    if (given == NULL)
        return EXIT_STATUS_DONE;
    if (!date_parse(text_of(given), &day))
        return invocation_refuse(invocation, "%s is \"%s\"; it must be a day, such as 2026-10-05",
                                 flag, given);
    memcpy(out, given, DATE_TEXT_SIZE);
    return EXIT_STATUS_DONE;
}

/* Roll-ups are looked at as well as facts, so that one that should not be there is found. */
static int days_complete(struct client *client, struct days *days)
{
    int status = client_ask(client,
                            "select min(d.day), max(d.day) + 1 from ("
                            " select min(day), max(day) from fact.contact_part union all"
                            " select min(day), max(day) from fact.order_event union all"
                            " select min(day), max(day) from fact.ticket_event union all"
                            " select min(day), max(day) from fact.survey union all"
                            " select min(day), max(day) from rollup.agent_day union all"
                            " select min(day), max(day) from settled.contact) s(first, last)"
                            " cross join lateral (values (s.first), (s.last)) d(day)",
                            NULL, 0);

    if (status != EXIT_STATUS_DONE)
        return status;
    const char *first = database_value(client->database, 0, 0);
    const char *behind = database_value(client->database, 0, 1);
    days->none = first == NULL;
    if (days->from[0] == '\0')
        snprintf(days->from, sizeof days->from, "%s", first ? first : "2000-01-01");
    if (days->to[0] == '\0')
        snprintf(days->to, sizeof days->to, "%s", behind ? behind : "2000-01-01");
    return EXIT_STATUS_DONE;
}

static int days_open(struct client *client, const struct invocation *invocation, struct days *days)
{
    *days = (struct days){0};
    *client = (struct client){.invocation = invocation};
    int status = days_read(invocation, "--from", days->from);
    if (status == EXIT_STATUS_DONE)
        status = days_read(invocation, "--to", days->to);
    if (status == EXIT_STATUS_DONE)
        status = client_open(client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = days_complete(client, days);
    return status;
}

/*
 * One picture of a live shop: what is written from here on is not seen. The lock comes first, so that the picture is of a
 * moment after the last settlement; waiting for it is settle.lock's, which says for whom.
 */
static int picture_take(struct client *client)
{
    int status = client_ask(client, "select settle.lock(true)", NULL, 0);

    if (status == EXIT_STATUS_DONE)
        status = client_ask(client, "begin isolation level repeatable read", NULL, 0);
    if (status == EXIT_STATUS_DONE)
        status = client_ask(client, "set local lock_timeout = '5min'", NULL, 0);
    if (status == EXIT_STATUS_DONE)
        status = client_ask(client, "lock table settle.state in share update exclusive mode", NULL,
                            0);
    return status;
}

static int verify_settled(const struct invocation *invocation)
{
    struct client client;
    struct days days;
    enum table_format format = TABLE_TEXT;
    size_t differences = 0;
    int status = days_open(&client, invocation, &days);
    const char *const params[] = {days.from, days.to};

    if (status == EXIT_STATUS_DONE)
        status = table_read_format(invocation, &format);
    if (status == EXIT_STATUS_DONE)
        status = picture_take(&client);
    if (status == EXIT_STATUS_DONE)
        status = client_print(&client, format,
                              "select v.object, v.key, v.\"column\", v.stored, v.fresh"
                              "  from rollup.verify($1::date, $2::date) v",
                              params, 2, &differences);
    if (status == EXIT_STATUS_DONE)
        status = client_ask(&client, "commit", NULL, 0);
    if (status == EXIT_STATUS_DONE)
        fprintf(stderr, "meritd verify: %zu difference%s, %s to %s\n", differences,
                differences == 1 ? "" : "s", days.from, days.to);
    client_close(&client);
    return status == EXIT_STATUS_DONE && differences > 0 ? EXIT_STATUS_FAILED : status;
}

int command_verify(const struct invocation *invocation)
{
    if (invocation_flag(invocation, "--ledger") != NULL)
        return verify_ledger(invocation);
    if (invocation_flag(invocation, "--head") != NULL)
        return invocation_refuse(invocation, "--head goes with --ledger");
    return verify_settled(invocation);
}

int command_rebuild(const struct invocation *invocation)
{
    struct client client;
    struct days days;
    int status = days_open(&client, invocation, &days);
    const char *const params[] = {days.from, days.to};

    if (status == EXIT_STATUS_DONE)
        status = client_ask(&client, "select rollup.rebuild($1::date, $2::date)", params, 2);
    if (status == EXIT_STATUS_DONE)
        printf("made anew: %s to %s\n", days.from, days.to);
    client_close(&client);
    return status;
}
