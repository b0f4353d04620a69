/* ledger.c - the ledger of a month or longer period: shows it, settles it, exports it for payroll, reads payroll's input. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"
#include "commands/pay_input.h"

#include <stdio.h>
#include <string.h>

static struct {
    char month[MONTH_TEXT_SIZE];
    bool settle, provisional, dry_run;
    const char *period, *input, *reverse, *reason, *revision, *by;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--settle", .meaning = "settle its last revision", .flag = &given.settle},
    {.name = "--input",
     .argument = "FILE",
     .meaning = "take inputs of the pay formula; - is standard input",
     .text = &given.input},
    {.name = "--reverse",
     .argument = "LINE",
     .meaning = "take a streak's reward back (with --reason)",
     .id = &given.reverse,
     .of = "a line"},
    {.name = "--reason",
     .argument = "TEXT",
     .meaning = "why, for the record",
     .text = &given.reason},
    {.name = "--revision",
     .argument = "N",
     .meaning = "show only that revision",
     .id = &given.revision,
     .of = "a revision",
     .digits = 4},
    {.name = "--provisional",
     .meaning = "csv: though it is not settled",
     .flag = &given.provisional},
    {COMMON_DRY_RUN, .flag = &given.dry_run},
    {COMMON_BY, .text = &given.by},
    {COMMON_FORMAT, .table = &given.format},
};

/* ---- show ---- */

/* The name of the month or longer period that was given: 2026-10, 2026-Q4. */
static const char *period_given(void)
{
    static char month[8];

    snprintf(month, sizeof month, "%.7s", given.month);
    return given.period ? given.period : month;
}

/* Either, not both. */
static int period_check(const struct invocation *invocation)
{
    if ((*given.month == '\0') == (given.period == NULL))
        return invocation_refuse(invocation,
                                 "one of --month YYYY-MM and --period PERIOD is needed");
    return EXIT_STATUS_DONE;
}

/* $1 the period, $2 the revision, or NULL for each. */
#define LEDGER_OF_PERIOD                                                                           \
    "  from merit.ledger l where l.period = $1"                                                    \
    "   and ($2::integer is null or l.revision = $2::integer) order by l.line"

static const char lines_for_people[] =
    "select l.line, l.revision, l.agent, l.reason, l.kind, l.amount, l.currency, l.reverses,"
    "       l.waives, l.note, pg_catalog.date_trunc('second', l.posted_at) as posted_at,"
    "       l.posted_by" LEDGER_OF_PERIOD;

static const char lines_for_programs[] =
    "select l.line, l.period, l.revision, l.agent, l.reason, l.kind, l.amount, l.currency,"
    "       l.reverses, l.waives, l.note, l.posted_at, l.posted_by, l.hash" LEDGER_OF_PERIOD;

static int ledger_lines(struct client *client)
{
    const char *const params[] = {period_given(), given.revision};
    int status = client_set_zone(client, given.format);

    if (status == EXIT_STATUS_DONE)
        status = client_print(client, given.format,
                              given.format == TABLE_TEXT ? lines_for_people : lines_for_programs,
                              params, 2, NULL);
    if (status != EXIT_STATUS_DONE || given.format != TABLE_TEXT)
        return status;
    return client_tell(
        client,
        "select ref.said(ref.message('ledger.sum', (select pg_catalog.count(*)::text"
        "           from merit.ledger l where l.period = $1),"
        "       (select coalesce(pg_catalog.sum(l.amount), 0.00)::text from merit.ledger l"
        "         where l.period = $1),"
        "       case when c.revision is null then 'ledger.not_closed'"
        "            when exists (select from pay.settlement s"
        "                          where s.period = $1 and s.revision = c.revision)"
        "            then 'ledger.settled' else 'ledger.not_settled' end))"
        "  from (values (1)) one"
        "  left join (select pg_catalog.to_char(m.month, 'YYYY-MM') as name, m.revision"
        "               from merit.period m"
        "             union all select t.term, t.revision from merit.term t) c on c.name = $1",
        params, 1);
}

/* For payroll; the server refuses it before the settlement. */
#define PAYROLL(call)                                                                              \
    "select p.record, p.employee, p.name, p.accounts, p.period, p.revision,"                       \
    "       p.correction, p.currency, p.rewards::numeric(14, 2), p.penalties::numeric(14, 2),"     \
    "       p.waived::numeric(14, 2), p.corrections::numeric(14, 2), p.amount::numeric(14, 2),"    \
    "       p.pay::numeric(14, 2)"                                                                 \
    "  from " call ", $2::boolean, $3::integer) p"

static int ledger_payroll(struct client *client)
{
    const char *const params[] = {given.period ? given.period : given.month,
                                  sql_bool(given.provisional), given.revision};

    return client_print(client, TABLE_CSV,
                        given.period ? PAYROLL("pay.payroll_term($1::text")
                                     : PAYROLL("pay.payroll($1::date"),
                        params, 3, NULL);
}

static int show_check(const struct invocation *invocation)
{
    if (given.provisional && given.format != TABLE_CSV)
        return invocation_refuse(invocation, "--provisional goes with --format csv");
    return period_check(invocation);
}

static int ledger_show(struct client *client)
{
    int status = known_month(client, given.month);

    if (status == EXIT_STATUS_DONE)
        status = known_name(
            client, given.period, "period",
            "select t.term from merit.own_terms() t where $1::date is null order by 1", NULL);
    if (status != EXIT_STATUS_DONE)
        return status;
    return given.format == TABLE_CSV ? ledger_payroll(client) : ledger_lines(client);
}

/* ---- settle ---- */

/* Lists the unknown inputs of the answer. */
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
    table_print(client->database, &client->words, stdout);
    fprintf(stderr, "meritd ledger: these inputs are unknown, and nothing was written; "
                    "meritd ledger --input FILE gives them (none is 0.00)\n");
    return EXIT_STATUS_FAILED;
}

static int ledger_print_settlement(struct client *client, const char *answer)
{
    const char *const params[] = {answer};
    int status = client_tell(
        client,
        "select ref.said(ref.message(case when (x.j ->> 'already')::boolean then 'settle.already'"
        "           when (x.j ->> 'dry_run')::boolean then 'settle.dry_run' else 'settle.done' end,"
        "           x.j ->> 'period', x.j ->> 'revision'))"
        "  from (values ($1::jsonb)) x(j)",
        params, 1);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_print(
        client, TABLE_TEXT,
        "select l.line, l.agent, l.reason, l.kind, l.amount::numeric(14, 2) as amount,"
        "       l.currency, l.waives"
        "  from pg_catalog.jsonb_to_recordset($1::jsonb -> 'lines') as l(line bigint, agent text,"
        "       reason text, kind text, amount numeric, currency text, waives bigint)",
        params, 1, NULL);
}

#define SETTLE(call)                                                                               \
    "select s::text, pg_catalog.jsonb_array_length(s -> 'unknown')"                                \
    "  from " call ", $2, $3::boolean) s"

static int ledger_settle(struct client *client)
{
    const char *const params[] = {given.period ? given.period : given.month, given.by,
                                  sql_bool(given.dry_run)};
    struct buffer answer;

    buffer_init(&answer);
    int status = client_take(client, &answer,
                             given.period ? SETTLE("pay.settle_term($1::text")
                                          : SETTLE("pay.settle_pay($1::date"),
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
    const char *const params[] = {given.reverse, given.reason, given.by, sql_bool(given.dry_run)};

    return client_print(
        client, TABLE_TEXT,
        "select l.line, l.period, l.agent, l.reason, l.kind, l.amount::numeric(14, 2) as amount,"
        "       l.currency, l.reverses, case when r.j -> 'dry_run' = 'true' then"
        "       'dry_run' else 'written' end as outcome,"
        "       (select pg_catalog.string_agg(t, ', ') from"
        "       pg_catalog.jsonb_array_elements_text(r.j -> 'receivers') t) as receivers"
        "  from pay.reverse_streak($1::bigint, $2, $3, $4::boolean) r(j)"
        " cross join lateral pg_catalog.jsonb_to_record(r.j -> 'line') as l(line bigint,"
        "       period text, agent text, reason text, kind text, amount numeric, currency text,"
        "       reverses bigint)",
        params, 4, NULL);
}

/* ---- input ---- */

static int ledger_input(struct client *client)
{
    return pay_input_write(client, given.input, period_given(), given.by, given.reason);
}

static const struct action actions[] = {
    {.flag = &given.settle,
     .takes = {&given.month, &given.period, &given.dry_run, &given.by},
     .check = period_check,
     .run = ledger_settle},
    {.text = &given.input,
     .needs = {&given.input},
     .takes = {&given.month, &given.period, &given.by, &given.reason},
     .alternatives = {&given.month, &given.period},
     .run = ledger_input},
    {.text = &given.reverse,
     .needs = {&given.reverse, &given.reason},
     .takes = {&given.dry_run, &given.by},
     .run = ledger_reverse},
};

const struct command command_ledger = {
    .name = "ledger",
    .operands = "",
    .summary = "the ledger of a month or longer period; its settlement, payroll, and their input",
    .details =
        "Shows the lines of --month or --period; as csv, what payroll needs: a row per person and "
        "revision, "
        "and\n"
        "a control total, refused before the settlement. --settle writes once what pay items come "
        "to and\n"
        "what commissions do not bear of penalties; what is unknown is listed, and nothing is "
        "written. --input takes\n"
        "all lines of a CSV file with the columns month (2026-10, or 2026-Q4), agent, input, "
        "amount, or "
        "none.\n",
    .spoken = true,
    .roles = "merit_payroll",
    COMMAND_OPTIONS(options),
    .own = {.takes = {&given.month, &given.period, &given.format, &given.provisional,
                      &given.revision},
            .check = show_check,
            .run = ledger_show},
    COMMAND_ACTIONS(actions),
};
