/* close.c - close and revise: a month is frozen, or calculated again as a revision. */
#include "commands/client.h"
#include "commands/flags.h"
#include "commands/month_report.h"

#include <stdio.h>
#include <string.h>

/* One of the two statements, and its answer. */
static int month_run(struct client *client, bool json, const char *sql, const char *const *params,
                     size_t count)
{
    struct buffer report;

    buffer_init(&report);
    int status = client_take(client, &report, sql, params, count);
    if (status == EXIT_STATUS_DONE && json)
        puts((const char *)report.bytes);
    else if (status == EXIT_STATUS_DONE)
        status = month_report_print(client, (const char *)report.bytes);
    buffer_clear(&report);
    return status;
}

/* ---- close ---- */

static int close_month(struct client *client, const char *month, bool json)
{
    const struct invocation *invocation = client->invocation;
    const char *const params[] = {
        month,
        flag_truth(invocation, "--anyway"),
        flag_truth(invocation, "--accept-warnings"),
        flag_truth(invocation, "--skip"),
        invocation_flag(invocation, "--reason"),
        invocation_flag(invocation, "--by"),
        flag_truth(invocation, "--dry-run"),
    };

    return month_run(client, json,
                     "select period.close($1::date, null, $2::boolean, $3::boolean, $4::boolean,"
                     "                    $5, $6, $7::boolean)::text",
                     params, sizeof params / sizeof params[0]);
}

/* The next month that is over, neither closed nor skipped, and behind the one given ("": the first). */
static int due_next(struct client *client, char month[MONTH_TEXT_SIZE], bool *final, bool json)
{
    const char *const params[] = {*month ? month : NULL, client->shop.options.zone};
    int status = client_ask(
        client,
        "select p.month, coalesce(p.final_from <= merit.now(), false),"
        "       coalesce(pg_catalog.to_char(p.final_from at time zone $2, 'YYYY-MM-DD HH24:MI'),"
        "                'a day that no calendar has')"
        "  from merit.period p"
        " where p.state <> 'closed' and p.state <> 'open'"
        "   and ($1::date is null or p.month > $1::date)"
        "   and not exists (select from period.skipped s where s.month = p.month)"
        " order by p.month limit 1",
        params, 2);
    const struct database *database = client->database;

    *month = '\0';
    if (status != EXIT_STATUS_DONE || database_rows(database) == 0)
        return status;
    snprintf(month, MONTH_TEXT_SIZE, "%s", database_value(database, 0, 0));
    *final = strcmp(database_value(database, 0, 1), "t") == 0;
    if (!*final && !json)
        printf("%.7s is not due: its numbers may change until %s\n", month,
               database_value(database, 0, 2));
    return EXIT_STATUS_DONE;
}

/* In order, so that the first that is refused ends it: later ones would be refused because of it. */
static int close_due(struct client *client, bool json)
{
    char month[MONTH_TEXT_SIZE] = "";
    bool final = false;
    size_t closed = 0;
    int status = due_next(client, month, &final, json);

    while (status == EXIT_STATUS_DONE && *month != '\0' && final) {
        if (closed > 0 && !json)
            putchar('\n');
        status = close_month(client, month, json);
        if (status == EXIT_STATUS_DONE) {
            closed++;
            status = due_next(client, month, &final, json);
        }
    }
    if (status == EXIT_STATUS_DONE && closed == 0 && !json)
        puts("nothing to close");
    return status;
}

/* The month's first day, or "" for --due. */
static int close_read(const struct invocation *invocation, char month[MONTH_TEXT_SIZE], bool *json)
{
    bool due = invocation_flag(invocation, "--due") != NULL;
    int status = json_read_format(invocation, json);

    if (status == EXIT_STATUS_DONE)
        status = month_read_if_given(invocation, month);
    if (status == EXIT_STATUS_DONE && due)
        return flags_fit(invocation, "--due", "--due", "--accept-warnings --by --format");
    if (status == EXIT_STATUS_DONE && *month == '\0')
        return invocation_refuse(invocation, "--month YYYY-MM or --due is needed");
    bool reasoned = invocation_flag(invocation, "--reason") != NULL &&
                    *invocation_flag(invocation, "--reason") != '\0';
    for (size_t i = 0; i < 2 && status == EXIT_STATUS_DONE; i++) {
        const char *flag = i == 0 ? "--anyway" : "--skip";
        if (invocation_flag(invocation, flag) != NULL && !reasoned)
            status = invocation_refuse(invocation, "%s needs --reason TEXT", flag);
    }
    return status;
}

int command_close(const struct invocation *invocation)
{
    char month[MONTH_TEXT_SIZE];
    bool json;
    struct client client;
    int status = close_read(invocation, month, &json);

    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_open(&client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = *month != '\0' ? close_month(&client, month, json) : close_due(&client, json);
    client_close(&client);
    return status;
}

/* ---- revise ---- */

static int revise_month(struct client *client, const char *month, bool json)
{
    const struct invocation *invocation = client->invocation;
    const char *const params[] = {
        month,
        invocation_flag(invocation, "--reason"),
        invocation_flag(invocation, "--by"),
        flag_truth(invocation, "--schemes-in-force"),
        flag_truth(invocation, "--dry-run"),
    };

    return month_run(client, json,
                     "select period.revise($1::date, $2, null, $3, $4::boolean, $5::boolean)::text",
                     params, sizeof params / sizeof params[0]);
}

int command_revise(const struct invocation *invocation)
{
    char month[MONTH_TEXT_SIZE];
    bool json;
    struct client client;
    int status = month_read(invocation, month);

    if (status == EXIT_STATUS_DONE)
        status = json_read_format(invocation, &json);
    if (status == EXIT_STATUS_DONE && *invocation_flag(invocation, "--reason") == '\0')
        status = invocation_refuse(invocation, "a revision needs a reason");
    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_open(&client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = revise_month(&client, month, json);
    client_close(&client);
    return status;
}
