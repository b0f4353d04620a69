/*
 * month_report.c - sends the report back to the server, which takes it apart: the results of a dry run are in
 * no table.
 */
#include "commands/month_report.h"

#include "base/exit_status.h"
#include "base/terminal.h"

#include <stdio.h>
#include <string.h>

/* In each question $1 is the report and $2 the shop's time zone. */

/* What happened; do tables follow; was it a dry run; was it a revision? */
static const char sentence_sql[] =
    "select ref.said(ref.message(case when r.already then 'close.already'"
    "                when not r.changed then 'close.same'"
    "                when r.dry_run and r.revised then 'close.would_revise'"
    "                when r.dry_run then 'close.would_close'"
    "                when r.revised then 'close.revised' else 'close.closed' end, r.period)),"
    "       r.changed and not r.already, r.dry_run, r.revised, $2::text"
    "  from (select x.j ->> 'period' as period, x.j ? 'changed' as revised,"
    "               coalesce((x.j ->> 'already')::boolean, false) as already,"
    "               coalesce((x.j ->> 'changed')::boolean, true) as changed,"
    "               (x.j ->> 'dry_run')::boolean as dry_run"
    "          from (values ($1::jsonb)) x(j)) r";

/* The code of a fact (report.… in the table of words), and what it is. */
static const char facts_sql[] =
    "select f.fact, f.value from (values ($1::jsonb)) x(j) cross join lateral ("
    " select 1, 'revision', x.j ->> 'revision'"
    " union all select 2, 'as_of', pg_catalog.to_char("
    "   (x.j ->> 'closed_at')::timestamptz at time zone $2, 'YYYY-MM-DD HH24:MI')"
    " union all select 3, 'by', x.j ->> 'closed_by'"
    " union all select 4, 'reason', x.j ->> 'reason'"
    " union all select 5, 'complete', pg_catalog.to_char("
    "   (x.j ->> 'complete_up_to')::timestamptz at time zone $2, 'YYYY-MM-DD HH24:MI')"
    " union all select 6, 'overridden', pg_catalog.concat_ws(': ', b ->> 'code', b ->> 'message')"
    "   from pg_catalog.jsonb_array_elements(x.j -> 'overridden') b"
    " union all select 7, 'accepted', pg_catalog.concat_ws(': ', w ->> 'code', w ->> 'message')"
    "   from pg_catalog.jsonb_array_elements(x.j -> 'accepted') w"
    " union all select 8, 'skipped', m"
    "   from pg_catalog.jsonb_array_elements_text(x.j -> 'skipped') m"
    " union all select 9, 'scheme', ref.said(ref.message(case when s ->> 'scheme' = x.j ->> "
    "'scheme'"
    "     then 'report.paying' else 'report.version' end, s ->> 'scheme', s ->> 'version'))"
    "   from pg_catalog.jsonb_array_elements(x.j -> 'schemes') s"
    " union all select 10, 'result_hash', x.j ->> 'result_hash'"
    " union all select 11, 'ledger_head', x.j ->> 'ledger_head'"
    ") f(place, fact, value) where f.value is not null order by f.place, f.value";

enum section_of { OF_ALL, OF_REVISION };

static const struct {
    const char *title; /* its code: title.… in the table of words */
    enum section_of of;
    const char *sql;
} sections[] = {
    {"changes", OF_REVISION,
     "select p.agent, p.item, p.name, v.was, v.with_late_facts, v.revised,"
     "       pg_catalog.trim_scale(pg_catalog.round(p.drift, 4)) as drift,"
     "       pg_catalog.trim_scale(pg_catalog.round(p.appeal, 4)) as appeal, p.by"
     "  from (values ($1::jsonb, $2::text)) x(j, zone)"
     " cross join lateral pg_catalog.jsonb_to_recordset(x.j -> 'plan') as"
     "       p(agent text, item text, name text, frozen jsonb, drifted jsonb, revised jsonb,"
     "         drift numeric, appeal numeric, by text)"
     " cross join lateral ("
     "   select pg_catalog.max(o.shown) filter (where o.place = 1),"
     "          pg_catalog.max(o.shown) filter (where o.place = 2),"
     "          pg_catalog.max(o.shown) filter (where o.place = 3)"
     "     from (values (1, p.frozen), (2, p.drifted), (3, p.revised)) c(place, value)"
     "    cross join lateral (select c.place, case pg_catalog.jsonb_typeof(c.value)"
     "        when 'number' then pg_catalog.trim_scale(pg_catalog.round("
     "                               (c.value #>> '{}')::numeric, 4))::text"
     "        else case p.item when 'grade' then score.grade_name(c.value #>> '{}')"
     "             else c.value #>> '{}' end end) o(place, shown)) v(was, with_late_facts, "
     "revised)"},
    {"results", OF_ALL,
     "select r.scheme, r.rank, r.agent, r.name, r.team, r.total, r.grade, r.place, r.why"
     "  from (values ($1::jsonb, $2::text)) x(j, zone)"
     " cross join lateral pg_catalog.jsonb_to_recordset(x.j -> 'results') as"
     "       r(scheme text, rank integer, agent text, name text, team text, total numeric,"
     "         grade text, place text, why text, scope text)"
     " order by r.scheme, case when r.scope = 'team' then r.team end, r.rank nulls last,"
     "       r.total desc nulls last, r.agent collate \"C\""},
    {"ledger", OF_ALL,
     "select l.line, l.agent, l.reason, l.kind, l.amount::numeric(14, 2) as amount, l.currency,"
     "       l.reverses, ref.said(l.note) as note"
     "  from (values ($1::jsonb, $2::text)) x(j, zone)"
     " cross join lateral pg_catalog.jsonb_to_recordset(x.j -> 'ledger') as"
     "       l(line bigint, agent text, reason text, kind text, amount numeric, currency text,"
     "         reverses bigint, note text) order by l.line"},
    {"actions", OF_ALL,
     "select a.agent, a.action, a.because,"
     "       pg_catalog.to_char(a.due at time zone x.zone, 'YYYY-MM-DD HH24:MI') as due, a.state"
     "  from (values ($1::jsonb, $2::text)) x(j, zone)"
     " cross join lateral pg_catalog.jsonb_to_recordset(x.j -> 'actions') as"
     "       a(agent text, action text, because text, due timestamptz, state text)"
     " order by a.agent collate \"C\", a.action"},
    {"receivers", OF_ALL,
     "select r as receiver from (values ($1::jsonb, $2::text)) x(j, zone)"
     " cross join lateral pg_catalog.jsonb_array_elements_text(x.j -> 'receivers') r"},
    {"to_sign", OF_REVISION,
     "select s.step, pg_catalog.array_to_string(s.may_sign, ', ') as may_sign, s.agent, s.reason,"
     "       s.amount, s.becomes"
     "  from (values ($1::jsonb, $2::text)) x(j, zone)"
     " cross join lateral pg_catalog.jsonb_to_recordset(x.j -> 'to_sign') as"
     "       s(step text, may_sign text[], agent text, reason text, amount numeric,"
     "         becomes numeric)"},
    {"later_streaks", OF_REVISION,
     "select pg_catalog.to_char(l.month, 'YYYY-MM') as month, l.agent, l.paid,"
     "       l.due as owed, l.line"
     "  from (values ($1::jsonb, $2::text)) x(j, zone)"
     " cross join lateral pg_catalog.jsonb_to_recordset(x.j -> 'later_streaks') as"
     "       l(month date, agent text, paid numeric, due numeric, line bigint)"
     " order by l.month, l.agent collate \"C\""},
    {"later_carried", OF_REVISION,
     "select pg_catalog.to_char(l.month, 'YYYY-MM') as month, l.scheme, l.agent, l.indicator,"
     "       pg_catalog.trim_scale(pg_catalog.round(l.was, 4)) as was,"
     "       pg_catalog.trim_scale(pg_catalog.round(l.becomes, 4)) as becomes"
     "  from (values ($1::jsonb, $2::text)) x(j, zone)"
     " cross join lateral pg_catalog.jsonb_to_recordset(x.j -> 'later_carried') as"
     "       l(month date, scheme text, agent text, indicator text, was numeric, becomes numeric)"},
    {"later_actions", OF_REVISION,
     "select pg_catalog.to_char(l.month, 'YYYY-MM') as month, l.agent, l.action, l.because,"
     "       ref.said('state.' || l.was) as was, ref.said('state.' || l.becomes) as becomes"
     "  from (values ($1::jsonb, $2::text)) x(j, zone)"
     " cross join lateral pg_catalog.jsonb_to_recordset(x.j -> 'later_actions') as"
     "       l(month date, agent text, action text, because text, was text, becomes text)"
     " order by l.month, l.agent collate \"C\", l.action"},
};

enum { FACT_WIDTH = 19 };

struct report {
    struct client *client;
    const char *const *params;
    bool whole, rehearsal, revision;
};

static int report_ask(const struct report *report, const char *sql)
{
    return client_ask(report->client, sql, report->params, 2);
}

static bool value_is_true(const struct database *database, size_t column)
{
    return strcmp(database_value(database, 0, column), "t") == 0;
}

static int report_sentence(struct report *report)
{
    int status = report_ask(report, sentence_sql);

    if (status != EXIT_STATUS_DONE)
        return status;
    const struct database *database = report->client->database;
    table_print_text(database_value(database, 0, 0), stdout);
    report->whole = value_is_true(database, 1);
    report->rehearsal = value_is_true(database, 2);
    report->revision = value_is_true(database, 3);
    return EXIT_STATUS_DONE;
}

static const char *report_title(const struct report *report, const char *title)
{
    return words_find(&report->client->words, "title", title);
}

static int report_facts(const struct report *report)
{
    int status = report_ask(report, facts_sql);
    const struct database *database = report->client->database;

    for (size_t row = 0; status == EXIT_STATUS_DONE && row < database_rows(database); row++) {
        const char *fact = words_find(&report->client->words, "report",
                                      database_value(database, row, 0));
        printf("%s%*s", fact, FACT_WIDTH - (int)terminal_places(fact, NULL), "");
        table_print_text(database_value(database, row, 1), stdout);
    }
    return status;
}

static int report_sections(const struct report *report)
{
    int status = EXIT_STATUS_DONE;

    for (size_t i = 0; i < sizeof sections / sizeof sections[0] && status == EXIT_STATUS_DONE;
         i++) {
        if (sections[i].of == OF_REVISION && !report->revision)
            continue;
        status = report_ask(report, sections[i].sql);
        if (status != EXIT_STATUS_DONE)
            return status;
        printf("\n%s\n", report_title(report, sections[i].title));
        if (database_rows(report->client->database) == 0)
            puts(report_title(report, "none"));
        table_print(report->client->database, &report->client->words, stdout);
    }
    return status;
}

static int report_message(const struct report *report)
{
    int status = report_ask(report, "select pg_catalog.jsonb_pretty($1::jsonb -> 'message'),"
                                    "       $2::text");

    if (status != EXIT_STATUS_DONE)
        return status;
    printf("\n%s\n", report_title(report, "message"));
    table_print_text(database_value(report->client->database, 0, 0), stdout);
    return EXIT_STATUS_DONE;
}

static int report_print(struct client *client, const char *text)
{
    const char *const params[] = {text, client->identity.options.zone};
    struct report report = {.client = client, .params = params};
    int status = report_sentence(&report);

    if (status == EXIT_STATUS_DONE && (report.whole || !report.revision))
        status = report_facts(&report);
    if (status == EXIT_STATUS_DONE && report.whole)
        status = report_sections(&report);
    if (status == EXIT_STATUS_DONE && report.whole && report.rehearsal)
        status = report_message(&report);
    return status;
}

int month_report(struct client *client, enum table_format format, const char *sql,
                 const char *const *params, size_t count)
{
    struct buffer report;

    buffer_init(&report);
    int status = client_take(client, &report, sql, params, count);
    if (status == EXIT_STATUS_DONE && format == TABLE_JSON)
        puts((const char *)report.bytes);
    else if (status == EXIT_STATUS_DONE)
        status = report_print(client, (const char *)report.bytes);
    buffer_clear(&report);
    return status;
}
