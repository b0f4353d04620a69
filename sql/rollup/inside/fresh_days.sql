create or replace function rollup.fresh_days(from_day date, to_day date) returns setof rollup.agent_period
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    sums     record := rollup.contact_sums('change', ref.rules());
    measures constant text[] := rollup.measures();
    others   constant text[] := array(select m from unnest(measures) m where m <> all (sums.measures));
begin
    return query execute format($q$
        with change as not materialized (
            select 1 as sign, c.* from settled.contact c where c.day >= $1 and c.day < $2
        ), line as not materialized (
            select k.grain, k.start, k.agent, k.measure, k.value from rollup.order_line k
             where k.order_id in (select unnest(rollup.orders_of_days($1, $2)))
            union all
            select k.grain, k.start, k.agent, k.measure, k.value from rollup.buyer_line k
            union all
            select k.grain, k.start, k.agent, k.measure, k.value from rollup.ticket_line k
             where k.ticket in (select unnest(rollup.tickets_of_days($1, $2)))
            union all
            select k.grain, k.start, k.agent, k.measure, k.value from rollup.survey_line k
        ), contact as (
            select d.day as start, d.* from (%s) d
        ), other as (
            %s
        )
        select 'day', start, agent, %s from contact c full join other o using (start, agent)
        $q$,
        sums.query,
        rollup.line_sums('(select * from line where grain = ''day'' and start >= $1 and start < $2)', others),
        (select string_agg(format(case when a.atttypid = 'numeric'::regtype and a.atttypmod < 0 then 'trim_scale(%s)' else '%s::%s' end,
                                  format('coalesce(%s.%I, 0)', case when m = any (others) then 'o' else 'c' end, m),
                                  format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
           from unnest(measures) m join pg_attribute a on a.attrelid = 'rollup.agent_period'::regclass and a.attname = m))
      using from_day, to_day;
end $$;

comment on function rollup.fresh_days(date, date) is
    'The rows by day of rollup.agent_period of [from_day, to_day), anew from settled rows.';
