/*
 * rebuild.c - settled rows and roll-ups, made anew from facts where a fresh calculation, which needs no lock, finds others: by
 * the settler's own steps, a day at a time, then the months a hundred agents at a time. Each step is a transaction, so that a
 * daemon's settler waits for none of them long; where it was interrupted, verify names what is left.
 */
#include "base/time.h"
#include "commands/client.h"
#include "commands/command.h"
#include "commands/days.h"
#include "upkeep/settle_up_to.h"

#include <stdio.h>
#include <string.h>

static struct {
    const char *from, *to;
} given;

static const struct command_option options[] = {
    {DAYS_FROM, .day = &given.from},
    {DAYS_TO, .day = &given.to},
};

/* What the day's orders and tickets count on is made anew with it: settled again, they change those sums too. */
#define REACH_OF_DAY "select r.first, r.last + 1 from rollup.reach($1::date) r"

static int reach_add(struct client *client, const char *days_of, const char *day,
                     struct days *reach)
{
    const char *const params[] = {day};
    int status = client_ask(client, days_of, params, 1);

    if (status != EXIT_STATUS_DONE)
        return status;
    const char *from = database_value(client->database, 0, 0);
    const char *to = database_value(client->database, 0, 1);
    if (reach->from[0] == '\0' || strcmp(from, reach->from) < 0) /* ISO 8601 sorts as text */
        snprintf(reach->from, sizeof reach->from, "%s", from);
    if (strcmp(to, reach->to) > 0)
        snprintf(reach->to, sizeof reach->to, "%s", to);
    return EXIT_STATUS_DONE;
}

/* Whether the answer to a question is yes. */
static int is_so(struct client *client, const char *question, const char *day, bool *yes)
{
    const char *const params[] = {day};
    int status = client_ask(client, question, params, 1);

    *yes = status == EXIT_STATUS_DONE && strcmp(database_value(client->database, 0, 0), "t") == 0;
    return status;
}

static int settle_anew(struct client *client, const char *day, struct days *reach)
{
    const char *const params[] = {day};
    struct error error;
    struct buffer mark;

    buffer_init(&mark);
    int status = reach_add(client, REACH_OF_DAY, day, reach);
    if (status == EXIT_STATUS_DONE)
        status = client_take(client, &mark,
                             "select coalesce(rollup.name_days($1::date, $1::date + 1), 0)", params,
                             1);
    if (status == EXIT_STATUS_DONE &&
        !settle_up_to(client->database, (const char *)mark.bytes, &error))
        status = client_fail(client, &error);
    if (status == EXIT_STATUS_DONE)
        status = reach_add(client, REACH_OF_DAY, day, reach);
    buffer_clear(&mark);
    return status;
}

/* A day that is right stays as it is; where only its sums are wrong, nothing else was changed with them. */
static int settle_day(struct client *client, const char *day, struct days *reach)
{
    bool wrong, settled_wrong;
    int status = is_so(client,
                       "select exists (select from rollup.verify_days($1::date, $1::date + 1))",
                       day, &wrong);

    if (status != EXIT_STATUS_DONE || !wrong)
        return status;
    status = is_so(client,
                   "select exists (select from rollup.verify_days($1::date, $1::date + 1) v"
                   " where v.object not in ('settled.buyer', 'rollup.agent_period'))",
                   day, &settled_wrong);
    if (status != EXIT_STATUS_DONE)
        return status;
    return settled_wrong ? settle_anew(client, day, reach)
                         : reach_add(client, "select $1::date, $1::date + 1", day, reach);
}

static int settle_days(struct client *client, int32_t from, int32_t to, struct days *reach)
{
    int status = EXIT_STATUS_DONE;

    for (int32_t day = from; day < to && status == EXIT_STATUS_DONE; day++) {
        char text[DATE_TEXT_SIZE];

        date_format(day, text);
        status = settle_day(client, text, reach);
        if (status == EXIT_STATUS_DONE)
            fprintf(stderr, "meritd rebuild: %s, %d of %d\n", text, (int)(day - from + 1),
                    (int)(to - from));
    }
    return status;
}

static int rebuild_days(struct client *client, int32_t from, int32_t to)
{
    int status = EXIT_STATUS_DONE;

    for (int32_t day = from; day < to && status == EXIT_STATUS_DONE; day++) {
        char text[DATE_TEXT_SIZE];
        const char *const params[] = {text};

        date_format(day, text);
        status = client_ask(client, "select rollup.rebuild_days($1::date, $1::date + 1)", params,
                            1);
    }
    return status;
}

/* Months have what their days have; the next agent to begin with stands in agent, "" at first and at the end. */
static int rebuild_month(struct client *client, const char *month)
{
    struct buffer agent;
    int status = EXIT_STATUS_DONE;

    buffer_init(&agent);
    buffer_append_u8(&agent, 0);
    do {
        const char *const params[] = {month, (const char *)agent.bytes};
        status = client_take(
            client, &agent,
            "with next as ("
            " select (select distinct r.agent from rollup.agent_period r"
            "          where r.grain = 'day' and r.start >= $1::date"
            "            and r.start < $1::date + interval '1 month' and r.agent >= $2"
            "          order by 1 offset 100 limit 1) as agent)"
            " select n.agent, rollup.rebuild_month($1::date, $2, n.agent) from next n",
            params, 2);
    } while (status == EXIT_STATUS_DONE && agent.bytes[0] != '\0');
    buffer_clear(&agent);
    return status;
}

/* Every month that one of the days lies in and that is not what its days are. */
static int rebuild_months(struct client *client, int32_t from, int32_t to)
{
    char done[DATE_TEXT_SIZE] = "";
    int status = EXIT_STATUS_DONE;

    for (int32_t day = from; day < to && status == EXIT_STATUS_DONE; day++) {
        char month[DATE_TEXT_SIZE];
        bool wrong = false;

        date_format(day, month);
        memcpy(month + 8, "01", 2);
        if (strcmp(done, month) != 0)
            status = is_so(client,
                           "select exists (select from rollup.verify_months("
                           "$1::date, ($1::date + interval '1 month')::date))",
                           month, &wrong);
        if (status == EXIT_STATUS_DONE && wrong)
            status = rebuild_month(client, month);
        memcpy(done, month, sizeof done);
    }
    return status;
}

static bool days_parse(const struct days *days, int32_t *from, int32_t *to)
{
    return date_parse(text_of(days->from), from) && date_parse(text_of(days->to), to);
}

static int rebuild(struct client *client)
{
    struct days days, reach = {0};
    int32_t from, to, first, last;
    int status = days_find(client, given.from, given.to, &days);

    if (status != EXIT_STATUS_DONE)
        return status;
    if (!days_parse(&days, &from, &to))
        return EXIT_STATUS_FAILED; /* the server's days are days */
    status = settle_days(client, from, to, &reach);
    if (status == EXIT_STATUS_DONE && days_parse(&reach, &first, &last)) {
        from = first < from ? first : from;
        to = last > to ? last : to;
        status = rebuild_days(client, first, last);
    }
    if (status == EXIT_STATUS_DONE)
        status = rebuild_months(client, from, to);
    if (status == EXIT_STATUS_DONE)
        printf("made anew: %s to %s\n", days.from, days.to);
    return status;
}

const struct command command_rebuild = {
    .name = "rebuild",
    .operands = "",
    .summary = "make settled rows and roll-ups anew from facts",
    .details =
        "A day at a time, beside a daemon or without: those days and months in which verify\n"
        "finds differences. What is right stays as it is.\n",
    .roles = "meritd_settle",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .run = rebuild},
};
