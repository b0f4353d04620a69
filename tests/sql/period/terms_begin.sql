-- Quarters and years at the edges of a scheme: it begins within the year, it has quarters and no months, it changes after the close.
begin;
\ir fixture.psql
set local merit.now = '2026-02-01T12:00:00Z';
select plan(4);

create function fixture.refused(statement text) returns text language plpgsql as $$
declare
    told text;
    more text;
    help text;
begin
    execute statement;
    return 'nothing';
exception when others then
    get stacked diagnostics told = message_text, more = pg_exception_detail, help = pg_exception_hint;
    return concat_ws(e'\n', sqlstate || ' ' || told, nullif(more, ''), nullif(help, ''));
end $$;

-- A year of quarters, of a scheme that begins in May --------------------------------------------------
-- At the end of March it was not in force: 2025-Q1 is no quarter of it, and the year has three.
select score.load(fixture.document() - '{terms,shares,counts,year_end}'::text[]);
select score.load((fixture.document() - '{shares,counts,year_end,rewards,streaks,improvement_plan,self_mark_gap}'::text[]) || '{"scheme": "late",
    "terms": {"quarter": {"of": "month", "by": "mean", "counts": "ranked", "least": 1}, "year": {"of": "quarter", "by": "mean", "counts": "scored", "least": 2}}}', '2025-05-01');
select fixture.month(m, t) from (values ('2025-01-01'::date, '{"an": 100}'::jsonb), ('2025-05-01', '{"an": 85}'), ('2025-07-01', '{"an": 70}'), ('2025-10-01', '{"an": 55}')) v(m, t);
select period.close(m::date, accept_warnings => true) from unnest('{2025-01-01,2025-05-01,2025-07-01,2025-10-01}'::date[]) m;
select is((select total from period.term_graded('2025', 'late', 1)), 70.00, 'a year is the mean of the quarters that there are');
select is((select state || ' ' || blockers from merit.term where term = '2025'), 'provisional [{"code": "part_open", "message": "not closed: 2025-Q2, 2025-Q3, 2025-Q4"}]',
          'it waits for no quarter that ended before the scheme began');
select period.close_term(t) from unnest('{2025-Q2,2025-Q3,2025-Q4,2025}'::text[]) t;
select is((select concat_ws(' ', total, rank, parts) from period.term_result where term = '2025'), '70.00 1 3', 'and is closed of three');
select is_empty('select problem from period.verify()', 'all of it follows');

select * from finish();
rollback;
