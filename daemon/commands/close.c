/* close.c - closes a month: freezes its numbers. */
#include "client/client.h"
#include "client/command.h"
#include "commands/month_report.h"

#include <stdio.h>
#include <string.h>

static struct {
    char month[MONTH_TEXT_SIZE];
    bool due, anyway, skip, accept_warnings, dry_run;
    const char *period, *reason, *by;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--due",
     .meaning = "every month and longer period that is due, instead",
     .flag = &given.due},
    {.name = "--anyway",
     .meaning = "though it is not final (with --reason)",
     .flag = &given.anyway},
    {.name = "--skip",
     .meaning = "though earlier months are open (with --reason)",
     .flag = &given.skip},
    {.name = "--accept-warnings",
     .meaning = "though there are warnings",
     .flag = &given.accept_warnings},
    {.name = "--reason",
     .argument = "TEXT",
     .meaning = "why, for the record",
     .text = &given.reason},
    {COMMON_DRY_RUN, .flag = &given.dry_run},
    {COMMON_BY, .text = &given.by},
    {COMMON_REPORT, .report = &given.format},
};

static int close_one(struct client *client, const char *month)
{
    const char *const params[] = {
        month,
        sql_bool(given.anyway),
        sql_bool(given.accept_warnings),
        sql_bool(given.skip),
        given.reason,
        given.by,
        sql_bool(given.dry_run),
    };

    return month_report(client, given.format,
                        "select period.close($1::date, null, $2::boolean, $3::boolean, $4::boolean,"
                        "                    $5, $6, $7::boolean)::text",
                        params, sizeof params / sizeof params[0]);
}

static int close_term(struct client *client, const char *term)
{
    const char *const params[] = {
        term,     sql_bool(given.anyway),  sql_bool(given.accept_warnings), given.reason,
        given.by, sql_bool(given.dry_run),
    };

    return month_report(client, given.format,
                        "select period.close_term($1, null, $2::boolean, $3::boolean, $4, $5,"
                        "                         $6::boolean)::text",
                        params, sizeof params / sizeof params[0]);
}

static int close_given(struct client *client)
{
    return given.period != NULL ? close_term(client, given.period) : close_one(client, given.month);
}

/* ---- close --due ---- */

/* The next month that is over, neither closed nor skipped, after the given one ("": the first). */
static int due_next(struct client *client, char month[MONTH_TEXT_SIZE], bool *final)
{
    const char *const params[] = {*month ? month : NULL, client->identity.options.zone};
    int status = client_ask(
        client,
        "select p.month, coalesce(p.final_from <= merit.now(), false),"
        "       ref.said(ref.message('close.not_due', pg_catalog.to_char(p.month, 'YYYY-MM'),"
        "           coalesce(pg_catalog.to_char(p.final_from at time zone $2, 'YYYY-MM-DD "
        "HH24:MI'),"
        "                    'close.no_day')))"
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
    if (!*final && given.format == TABLE_TEXT)
        table_print_text(database_value(database, 0, 2), stdout);
    return EXIT_STATUS_DONE;
}

/* The next quarter, half-year or year whose months are all closed, and whose agents can appeal no more. "": none. */
static int due_term(struct client *client, char term[MONTH_TEXT_SIZE])
{
    int status = client_ask(
        client,
        "select t.term from merit.term t"
        " where t.state = 'final' and coalesce(t.appeals_until < merit.now(), true)"
        " order by t.last_day, t.first_day desc limit 1",
        NULL, 0);

    *term = '\0';
    if (status == EXIT_STATUS_DONE && database_rows(client->database) > 0)
        snprintf(term, MONTH_TEXT_SIZE, "%s", database_value(client->database, 0, 0));
    return status;
}

static void separate(size_t closed)
{
    if (closed > 0 && given.format == TABLE_TEXT)
        putchar('\n');
}

static int close_terms_due(struct client *client, size_t *closed)
{
    char term[MONTH_TEXT_SIZE];
    int status = due_term(client, term);

    while (status == EXIT_STATUS_DONE && *term != '\0') {
        separate((*closed)++);
        status = close_term(client, term);
        if (status == EXIT_STATUS_DONE)
            status = due_term(client, term);
    }
    return status;
}

/* Closes months in order and stops at the first refusal: later months would be refused because of it. */
static int close_due(struct client *client)
{
    char month[MONTH_TEXT_SIZE] = "";
    bool final = false;
    size_t closed = 0;
    int status = due_next(client, month, &final);

    while (status == EXIT_STATUS_DONE && *month != '\0' && final) {
        separate(closed);
        status = close_one(client, month);
        if (status == EXIT_STATUS_DONE) {
            closed++;
            status = due_next(client, month, &final);
        }
    }
    if (status == EXIT_STATUS_DONE)
        status = close_terms_due(client, &closed);
    if (status == EXIT_STATUS_DONE && closed == 0 && given.format == TABLE_TEXT)
        puts(words_find(&client->words, "close", "none_due"));
    return status;
}

static int close_check(const struct invocation *invocation)
{
    bool reasoned = given.reason != NULL && *given.reason != '\0';

    if ((*given.month == '\0') == (given.period == NULL))
        return invocation_refuse(invocation,
                                 "one of --month YYYY-MM, --period PERIOD and --due is needed");
    if (given.period != NULL && given.skip)
        return invocation_refuse(invocation, "--skip goes with --month");
    if (given.anyway && !reasoned)
        return invocation_refuse(invocation, "--anyway needs --reason TEXT");
    if (given.skip && !reasoned)
        return invocation_refuse(invocation, "--skip needs --reason TEXT");
    return EXIT_STATUS_DONE;
}

static const struct action actions[] = {
    {.flag = &given.due,
     .takes = {&given.accept_warnings, &given.by, &given.format},
     .run = close_due},
};

const struct command command_close = {
    .name = "close",
    .operands = "",
    .summary = "close a month or longer period: freeze it, pay by the ledger, post the ranking",
    .details =
        "One transaction, once; refused with everything that is in the way and what to do.\n"
        "Closing again does nothing and says so. --due is for a timer: it closes, in order, "
        "every\n"
        "month whose numbers no longer change, then each quarter, half-year and year of closed "
        "months\n"
        "against which nobody may appeal any more; 1 when one of them is refused.\n",
    .spoken = true,
    .roles = "meritd_close",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .check = close_check, .run = close_given},
    COMMAND_ACTIONS(actions),
};
