/* verify.c - settled rows and roll-ups against facts; the ledger against its own chain. */
#include "client/client.h"
#include "client/command.h"
#include "commands/days.h"

#include <stdio.h>
#include <string.h>

static struct {
    const char *from, *to, *head;
    bool ledger;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {DAYS_FROM, .day = &given.from},
    {DAYS_TO, .day = &given.to},
    {.name = "--ledger",
     .meaning = "the ledger's chain and closed months, instead",
     .flag = &given.ledger},
    {.name = "--head",
     .argument = "HASH",
     .meaning = "this head, written down before, must be in the chain",
     .text = &given.head},
    {COMMON_FORMAT, .table = &given.format},
};

/* ---- settled rows and roll-ups ---- */

static int settled_check(const struct invocation *invocation)
{
    if (given.head != NULL)
        return invocation_refuse(invocation, "--head goes with --ledger");
    return EXIT_STATUS_DONE;
}

/* Asked before and after: the recalculation can begin or end meanwhile. */
static int leave_out_held(struct client *client, struct days *days)
{
    const char *const params[] = {days->from, days->to};
    int status = client_ask(client,
                            "select pg_catalog.to_char(h.since, 'YYYY-MM'),"
                            "       greatest(h.since, $1::date)"
                            "  from rollup.held h where h.since < $2::date and $1::date < $2::date",
                            params, 2);

    if (status != EXIT_STATUS_DONE || database_rows(client->database) == 0)
        return status;
    fprintf(stderr,
            "meritd verify: the figures of %s and later are being calculated again and were left "
            "out\n",
            database_value(client->database, 0, 0));
    snprintf(days->to, sizeof days->to, "%s", database_value(client->database, 0, 1));
    return status;
}

/* How much was not looked at, as far as one can say it shortly. */
static int tell_left_out(struct client *client)
{
    int status = client_ask(client, "select count(*) from ingest.dirty having count(*) > 0", NULL,
                            0);

    if (status == EXIT_STATUS_DONE && database_rows(client->database) > 0)
        fprintf(stderr,
                "meritd verify: %s writes are not settled yet; what may change with them was left "
                "out\n",
                database_value(client->database, 0, 0));
    return status;
}

static int verify_settled(struct client *client)
{
    struct days days;
    const char *const params[] = {days.from, days.to};
    size_t differences = 0;
    int status = days_find(client, given.from, given.to, &days);

    if (status == EXIT_STATUS_DONE)
        status = leave_out_held(client, &days);
    if (status == EXIT_STATUS_DONE)
        status = client_print(client, given.format,
                              "select v.object, v.key, v.\"column\", v.stored, v.fresh"
                              "  from rollup.verify($1::date, $2::date) v",
                              params, 2, &differences);
    if (status == EXIT_STATUS_DONE)
        status = leave_out_held(client, &days);
    if (status == EXIT_STATUS_DONE)
        status = tell_left_out(client);
    if (status != EXIT_STATUS_DONE)
        return status;
    fprintf(stderr, "meritd verify: %zu difference%s, %s to %s\n", differences,
            differences == 1 ? "" : "s", days.from, days.to);
    return differences > 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
}

/* ---- the ledger's chain, and what closed months froze ---- */

static int ledger_check(const struct invocation *invocation)
{
    const char *head = given.head;

    if (head == NULL ||
        (strlen(head) == 64 && head[strspn(head, "0123456789abcdefABCDEF")] == '\0'))
        return EXIT_STATUS_DONE;
    return invocation_refuse(invocation, "--head is \"%s\"; it must be a hash of 64 hex digits",
                             head);
}

/* A problem is a row. Then the heads are shown, to be written down elsewhere. */
static int ledger_ask(struct client *client, size_t *problems)
{
    const char *const params[] = {given.head};
    int status = client_print(
        client, given.format,
        "select 'ledger' as what, 'line ' || v.line as \"where\", v.problem"
        "  from pay.verify_ledger($1) v union all"
        " select 'frozen', pg_catalog.concat_ws(', ', pg_catalog.to_char(p.month, 'YYYY-MM'),"
        "        'revision ' || p.revision), p.problem from period.verify() p",
        params, 1, problems);

    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_ask(client, "select * from pay.ledger_end()", NULL, 0);
    if (status == EXIT_STATUS_DONE)
        fprintf(given.format == TABLE_TEXT ? stdout : stderr,
                "ledger: %s lines, %zu problem%s, head %s\njournal: %s entries, head %s\n",
                database_value(client->database, 0, 0), *problems, *problems == 1 ? "" : "s",
                database_value(client->database, 0, 1), database_value(client->database, 0, 2),
                database_value(client->database, 0, 3));
    return status;
}

static int verify_ledger(struct client *client)
{
    size_t problems = 0;
    int status = ledger_ask(client, &problems);

    return status == EXIT_STATUS_DONE && problems > 0 ? EXIT_STATUS_FAILED : status;
}

static const struct action actions[] = {
    {.flag = &given.ledger,
     .takes = {&given.head, &given.format},
     .check = ledger_check,
     .run = verify_ledger},
};

const struct command command_verify = {
    .name = "verify",
    .operands = "",
    .summary = "compare settled rows and roll-ups with a fresh calculation",
    .details =
        "Prints each difference, and exits 1 if there is any. One picture of a live shop; what is\n"
        "written and not settled yet, and what may change with it, is left out; so are months "
        "that\n"
        "are being calculated again, and it says so.\n"
        "With --ledger: hashes the ledger's lines again, and what closed months froze.\n",
    .roles = "meritd_settle (with --ledger meritd_close, merit_payroll or merit_operator)",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .check = settled_check, .run = verify_settled},
    COMMAND_ACTIONS(actions),
};
