/* known.c - see the header. */
#include "commands/known.h"

#include "base/nearest.h"
#include "base/terminal.h"
#include "client/command.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN_MAX = 20 };

static bool is_listed(const struct database *database, const char *name)
{
    for (size_t row = 0; row < database_rows(database); row++)
        if (strcmp(database_value(database, row, 0), name) == 0)
            return true;
    return false;
}

static void print_meant(const struct database *database, const char *word)
{
    struct nearest nearest = {.word = word};

    for (size_t row = 0; row < database_rows(database); row++)
        nearest_try(&nearest, database_value(database, row, 0));
    if (nearest.name == NULL)
        return;
    fputs("; did you mean ", stderr);
    terminal_print(nearest.name, NULL, stderr);
    putc('?', stderr);
}

static void print_names(const struct database *database)
{
    size_t rows = database_rows(database);

    fputs(rows == 0 ? "there is none" : "there are: ", stderr);
    for (size_t row = 0; row < rows && row < SHOWN_MAX; row++) {
        fputs(row == 0 ? "" : ", ", stderr);
        terminal_print(database_value(database, row, 0), NULL, stderr);
    }
    if (rows > SHOWN_MAX)
        fprintf(stderr, ", … (%zu in all)", rows);
    putc('\n', stderr);
}

int known_name(struct client *client, const char *name, const char *what, const char *sql,
               const char *month)
{
    const char *const params[] = {month};

    if (name == NULL)
        return EXIT_STATUS_DONE;
    int status = client_ask(client, sql, params, 1);
    if (status != EXIT_STATUS_DONE || is_listed(client->database, name))
        return status;
    fprintf(stderr, "meritd %s: there is no %s %s", client->invocation->command->name, what, name);
    if (month != NULL)
        fprintf(stderr, " in %.7s", month);
    print_meant(client->database, name);
    putc('\n', stderr);
    print_names(client->database);
    return EXIT_STATUS_USAGE;
}

int known_month(struct client *client, const char *month)
{
    char name[MONTH_TEXT_SIZE];

    snprintf(name, sizeof name, "%.7s", month);
    return known_name(client, sql_text(name), "month with anything in it:",
                      "select pg_catalog.to_char(m, 'YYYY-MM') from period.months() m"
                      " where $1::date is null order by m",
                      NULL);
}

int known_period(struct client *client, const char *month, const char *period)
{
    int status = known_month(client, month);

    if (status != EXIT_STATUS_DONE)
        return status;
    return known_name(client, period, "period",
                      "select t.term from merit.own_terms() t where $1::date is null order by 1",
                      NULL);
}

int one_period(const struct invocation *invocation, const char *month, const char *period)
{
    if ((*month == '\0') == (period == NULL))
        return invocation_refuse(invocation,
                                 "one of --month YYYY-MM and --period PERIOD is needed");
    return EXIT_STATUS_DONE;
}

int known_held(struct client *client, const char *month)
{
    int status = client_ask(client,
                            "select pg_catalog.to_char(h, 'YYYY-MM') from merit.held_from() h"
                            " where h <= $1::date",
                            &month, 1);

    if (status == EXIT_STATUS_DONE && database_rows(client->database) > 0)
        fprintf(stderr,
                "meritd %s: figures from %s on are being calculated again, since rules, hours or "
                "accounts changed: these are from before the change\n",
                client->invocation->command->name, database_value(client->database, 0, 0));
    return status;
}
