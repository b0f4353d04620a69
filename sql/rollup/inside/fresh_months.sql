-- A month adds up what its days have; distinct customers it counts itself.

create or replace function rollup.fresh_months(from_month date, to_month date) returns setof rollup.agent_period
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    distinct_ones constant text[] := '{orderers,payers,buyers}';
begin
    return query execute format($q$
        with summed as (
            select date_trunc('month', d.start::timestamp)::date as start, d.agent, %s
              from rollup.agent_period d
             where d.grain = 'day' and d.start >= $1 and d.start < $2
             group by 1, 2
        ), buyer as (
            %s
        )
        select 'month', start, agent, %s from summed s full join buyer b using (start, agent)  -- hashed, whatever the planner expects
        $q$,
        (select string_agg(format('sum(d.%1$I) as %1$I', m), ', ') from unnest(rollup.measures()) m where m <> all (distinct_ones)),
        rollup.line_sums('(select * from rollup.buyer_line where grain = ''month'' and start >= $1 and start < $2)', distinct_ones),
        (select string_agg(format(case when a.atttypid = 'numeric'::regtype and a.atttypmod < 0 then 'trim_scale(%s)' else '%s::%s' end,
                                  format('coalesce(%s.%I, 0)', case when m = any (distinct_ones) then 'b' else 's' end, m),
                                  format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
           from unnest(rollup.measures()) m join pg_attribute a on a.attrelid = 'rollup.agent_period'::regclass and a.attname = m))
      using from_month, to_month;
end $$;

comment on function rollup.fresh_months(date, date) is
    'The rows by month of rollup.agent_period of [from_month, to_month), anew from its rows by day and from settled buyers.';
