create or replace function rollup.fresh_months(from_month date, to_month date) returns setof rollup.agent_period
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query execute (
        select format($q$
            with day as not materialized (
                select d.* from rollup.agent_period d where d.grain = 'day' and d.start >= $1 and d.start < $2
            ), line as not materialized (
                %s
            )
            select 'month', m.* from (%s) m
            $q$, rollup.line_sums(format('(select (b.line).* from (%s) b)', b.line)), rollup.month_sums('day', 'line', rollup.measures()))
          from rollup.line_of_buyers('(select * from settled.buyer where grain = ''month'' and start >= $1 and start < $2)') as b(line))
      using from_month, to_month;
end $$;

comment on function rollup.fresh_months(date, date) is
    'The rows by month of rollup.agent_period of [from_month, to_month), anew from its rows by day and from settled buyers.';
