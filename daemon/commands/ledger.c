/* ledger.c - the ledger of a month: shown, settled, handed to payroll, fed with its input. */
#include "commands/client.h"
#include "commands/flags.h"
#include "commands/known.h"
#include "commands/pay_input.h"

#include <stdio.h>
#include <string.h>

/* ---- show ---- */

/* $1 the month, $2 the revision, or NULL for each. */
#define LEDGER_OF_MONTH                                                                            \
    "  from merit.ledger l where l.period = pg_catalog.to_char($1::date, 'YYYY-MM')"               \
    "   and ($2::integer is null or l.revision = $2::integer) order by l.line"

static const char lines_for_people[] =
    "select l.line, l.revision, l.agent, l.reason, l.kind, l.amount, l.currency, l.reverses,"
    "       l.waives, l.note, pg_catalog.date_trunc('second', l.posted_at) as posted_at,"
    "       l.posted_by" LEDGER_OF_MONTH;

static const char lines_for_programs[] =
    "select l.line, l.period, l.revision, l.agent, l.reason, l.kind, l.amount, l.currency,"
    "       l.reverses, l.waives, l.note, l.posted_at, l.posted_by, l.hash" LEDGER_OF_MONTH;

static int ledger_lines(struct client *client, enum table_format format, const char *month)
{
    const char *const params[] = {month, invocation_flag(client->invocation, "--revision")};
    int status = client_set_zone(client, format);

    if (status == EXIT_STATUS_DONE)
        status = client_print(client, format,
                              format == TABLE_TEXT ? lines_for_people : lines_for_programs, params,
                              2, NULL);
    if (status != EXIT_STATUS_DONE || format != TABLE_TEXT)
        return status;
    status = client_ask(
        client,
        "select pg_catalog.format('%s lines, %s in all; %s', (select pg_catalog.count(*)"
        "           from merit.ledger l where l.period = p.name),"
        "       (select coalesce(pg_catalog.sum(l.amount), 0.00) from merit.ledger l"
        "         where l.period = p.name),"
        "       case when c.revision is null then 'the month is not closed'"
        "            when exists (select from pay.settlement s"
        "                          where s.month = $1::date and s.revision = c.revision)"
        "            then 'settled' else 'not settled' end)"
        "  from (select pg_catalog.to_char($1::date, 'YYYY-MM') as name) p"
        "  left join merit.period c on c.month = $1::date",
        params, 1);
    if (status == EXIT_STATUS_DONE)
        table_print_text(database_value(client->database, 0, 0), stdout);
    return status;
}

/* For payroll; the server refuses before the settlement. */
static int ledger_payroll(struct client *client, const char *month)
{
    const char *const params[] = {month, flag_truth(client->invocation, "--provisional"),
                                  invocation_flag(client->invocation, "--revision")};

    return client_print(client, TABLE_CSV,
                        "select p.record, p.employee, p.name, p.accounts, p.period, p.revision,"
                        "       p.correction, p.currency, p.rewards::numeric(14, 2), "
                        "p.penalties::numeric(14, 2), p.waived::numeric(14, 2),"
                        "       p.corrections::numeric(14, 2), p.amount::numeric(14, 2)"
                        "  from pay.payroll($1::date, $2::boolean, $3::integer) p",
                        params, 3, NULL);
}

static int ledger_show(struct client *client, const char *month)
{
    enum table_format format;
    int status = table_read_format(client->invocation, &format);

    if (status == EXIT_STATUS_DONE)
        status = known_month(client);
    if (status != EXIT_STATUS_DONE)
        return status;
    return format == TABLE_CSV ? ledger_payroll(client, month)
                               : ledger_lines(client, format, month);
}

/* ---- settle ---- */

/* The answer has the unknown commissions: they are listed. */
static int ledger_list_unknown(struct client *client, const char *answer)
{
    const char *const params[] = {answer};
    int status = client_ask(
        client,
        "select u.agent, u.employee, pg_catalog.array_to_string(u.missing, ', ')"
        "       as missing"
        "  from pg_catalog.jsonb_to_recordset($1::jsonb -> 'unknown') as"
        "       u(agent text, employee text, missing text[])",
        params, 1);

    if (status != EXIT_STATUS_DONE)
        return status;
    table_print(client->database, stdout);
    fprintf(stderr, "meritd ledger: these commissions are unknown, and nothing was written; "
                    "meritd ledger --input FILE gives them (none is 0.00)\n");
    return EXIT_STATUS_FAILED;
}

static int ledger_print_settlement(struct client *client, const char *answer)
{
    const char *const params[] = {answer};
    int status = client_ask(
        client,
        "select pg_catalog.format(case when (x.j ->> 'already')::boolean"
        "           then '%s, revision %s, is settled already; nothing was done'"
        "           when (x.j ->> 'dry_run')::boolean"
        "           then '%s, revision %s, would be settled (dry run: nothing was written)'"
        "           else '%s, revision %s, is settled' end, x.j ->> 'month', x.j ->> 'revision')"
        "  from (values ($1::jsonb)) x(j)",
        params, 1);

    if (status != EXIT_STATUS_DONE)
        return status;
    table_print_text(database_value(client->database, 0, 0), stdout);
    return client_print(
        client, TABLE_TEXT,
        "select l.line, l.agent, l.reason, l.kind, l.amount::numeric(14, 2) as amount,"
        "       l.currency, l.waives"
        "  from pg_catalog.jsonb_to_recordset($1::jsonb -> 'lines') as l(line bigint, agent text,"
        "       reason text, kind text, amount numeric, currency text, waives bigint)",
        params, 1, NULL);
}

static int ledger_settle(struct client *client, const char *month)
{
    const struct invocation *invocation = client->invocation;
    const char *const params[] = {month, invocation_flag(invocation, "--by"),
                                  flag_truth(invocation, "--dry-run")};
    struct buffer answer;

    buffer_init(&answer);
    int status = client_take(client, &answer,
                             "select s::text, pg_catalog.jsonb_array_length(s -> 'unknown')"
                             "  from pay.settle($1::date, $2, $3::boolean) s",
                             params, 3);
    if (status == EXIT_STATUS_DONE) {
        bool known = strcmp(database_value(client->database, 0, 1), "0") == 0;
        const char *text = (const char *)answer.bytes;
        status = known ? ledger_print_settlement(client, text) : ledger_list_unknown(client, text);
    }
    buffer_clear(&answer);
    return status;
}

/* ---- reverse ---- */

static int ledger_reverse(struct client *client)
{
    const struct invocation *invocation = client->invocation;
    const char *const params[] = {
        invocation_flag(invocation, "--reverse"),
        invocation_flag(invocation, "--reason"),
        invocation_flag(invocation, "--by"),
        flag_truth(invocation, "--dry-run"),
    };

    return client_print(
        client, TABLE_TEXT,
        "select l.line, l.period, l.agent, l.reason, l.kind, l.amount::numeric(14, 2) as amount,"
        "       l.currency, l.reverses, case when r.j -> 'dry_run' = 'true' then"
        "       'dry run: nothing was written' else 'written' end as \"what was done\""
        "  from pay.reverse_streak($1::bigint, $2, $3, $4::boolean) r(j)"
        " cross join lateral pg_catalog.jsonb_to_record(r.j -> 'line') as l(line bigint,"
        "       period text, agent text, reason text, kind text, amount numeric, currency text,"
        "       reverses bigint)",
        params, 4, NULL);
}

/* ---- which of them ---- */

enum ledger_mode { LEDGER_SHOW, LEDGER_SETTLE, LEDGER_INPUT, LEDGER_REVERSE };

static const struct {
    const char *flag, *needs, *takes;
} modes[] = {
    [LEDGER_SHOW] = {"ledger", "--month", "--format --provisional --revision"},
    [LEDGER_SETTLE] = {"--settle", "--settle --month", "--dry-run --by"},
    [LEDGER_INPUT] = {"--input", "--input", "--month --by --reason"},
    [LEDGER_REVERSE] = {"--reverse", "--reverse --reason", "--dry-run --by"},
};

static int ledger_check_show(const struct invocation *invocation)
{
    const char *revision = invocation_flag(invocation, "--revision");
    enum table_format format;
    int status = table_read_format(invocation, &format);

    if (status == EXIT_STATUS_DONE && format != TABLE_CSV &&
        invocation_flag(invocation, "--provisional") != NULL)
        return invocation_refuse(invocation, "--provisional goes with --format csv");
    if (revision != NULL && (strlen(revision) > 4 || id_read(invocation, "a revision", revision)))
        return EXIT_STATUS_USAGE;
    return status;
}

static int ledger_check(const struct invocation *invocation, enum ledger_mode *mode,
                        char month[MONTH_TEXT_SIZE])
{
    *mode = LEDGER_SHOW;
    for (int i = LEDGER_SETTLE; i <= LEDGER_REVERSE && *mode == LEDGER_SHOW; i++)
        if (invocation_flag(invocation, modes[i].flag) != NULL)
            *mode = (enum ledger_mode)i;
    int status = flags_fit(invocation, modes[*mode].flag, modes[*mode].needs, modes[*mode].takes);
    if (status == EXIT_STATUS_DONE)
        status = month_read_if_given(invocation, month);
    if (status == EXIT_STATUS_DONE && *mode == LEDGER_SHOW)
        status = ledger_check_show(invocation);
    if (status == EXIT_STATUS_DONE && *mode == LEDGER_REVERSE)
        status = id_read(invocation, "a line", invocation_flag(invocation, "--reverse"));
    return status;
}

int command_ledger(const struct invocation *invocation)
{
    enum ledger_mode mode;
    char month[MONTH_TEXT_SIZE];
    struct client client;
    int status = ledger_check(invocation, &mode, month);

    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_open(&client, invocation);
    if (status == EXIT_STATUS_DONE) {
        switch (mode) {
        case LEDGER_SHOW: status = ledger_show(&client, month); break;
        case LEDGER_SETTLE: status = ledger_settle(&client, month); break;
        case LEDGER_REVERSE: status = ledger_reverse(&client); break;
        case LEDGER_INPUT:
            status = pay_input_write(&client, invocation_flag(invocation, "--input"), month);
            break;
        }
    }
    client_close(&client);
    return status;
}
