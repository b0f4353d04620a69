create or replace function rollup.fresh_months(from_month date, to_month date)
returns setof rollup.agent_month
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with line as (
        select d.agent, date_trunc('month', d.day)::date as month, d.measure, d.bucket, d.value
          from rollup.fresh_days(from_month, to_month) d
         where d.measure not in ('orderers', 'payers', 'buyers')
        union all
        select k.agent, k.start, k.measure, k.bucket, k.value
          from rollup.buyer_line k
         where k.grain = 'month' and k.start >= from_month and k.start < to_month
    )
    select l.agent, l.month, l.measure, l.bucket, sum(l.value)
      from line l
     group by l.agent, l.month, l.measure, l.bucket
    having sum(l.value) <> 0
$$;

comment on function rollup.fresh_months is
    'rollup.agent_month of the months in [from_month, to_month), anew from settled rows.';
