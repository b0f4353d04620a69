create or replace function rollup.fresh_days(from_day date, to_day date) returns setof rollup.agent_period
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query execute format($q$
        with change as not materialized (
            select 1 as sign, c.* from settled.contact c where c.day >= $1 and c.day < $2
        ), line as not materialized (
            select 'day' as grain, k.day as start, k.agent, k.measure, k.value
              from (select o.day, o.agent, o.measure, o.value from rollup.order_line o
                     where o.order_id in (select unnest(rollup.orders_of_days($1, $2)))
                    union all
                    select t.day, t.agent, t.measure, t.value from rollup.ticket_line t
                     where t.ticket in (select unnest(rollup.tickets_of_days($1, $2)))
                    union all
                    select s.day, s.agent, s.measure, s.value from rollup.survey_line s) k
             where k.day >= $1 and k.day < $2
            union all
            select k.grain, k.start, k.agent, k.measure, k.value from rollup.buyer_line k
             where k.grain = 'day' and k.start >= $1 and k.start < $2
        )
        select 'day', d.* from (%s) d
        $q$, rollup.day_sums('change', 'line'))
      using from_day, to_day;
end $$;

comment on function rollup.fresh_days(date, date) is
    'The rows by day of rollup.agent_period of [from_day, to_day), anew from settled rows.';
