create or replace function rollup.fresh_months(from_month date, to_month date) returns setof rollup.agent_period
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    lines constant rollup.agent_period[] := rollup.buyer_lines(array(
        select b from settled.buyer b where b.grain = 'month' and b.start >= from_month and b.start < to_month));
begin
    return query execute format($q$
        with day as not materialized (
            select d.* from rollup.agent_period d where d.grain = 'day' and d.start >= $1 and d.start < $2
        ), line as not materialized (
            %s
        )
        select 'month', m.* from (%s) m
        $q$, rollup.line_sums('unnest($3)'), rollup.month_sums('day', 'line'))
      using from_month, to_month, lines;
end $$;

comment on function rollup.fresh_months(date, date) is
    'The rows by month of rollup.agent_period of [from_month, to_month), anew from its rows by day and from settled buyers.';
