create or replace function rollup.fresh_days(from_day date, to_day date) returns setof rollup.agent_period
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    lines constant rollup.agent_period[] :=
        rollup.lines_of('order_line', 'order_id', rollup.orders_of_days(from_day, to_day))
        || rollup.lines_of('ticket_line', 'ticket', rollup.tickets_of_days(from_day, to_day))
        || rollup.lines_of('survey_line', 'hash', array(
               select s.hash from settled.survey s where s.day >= from_day and s.day < to_day))
        || rollup.buyer_lines(array(
               select b from settled.buyer b where b.grain = 'day' and b.start >= from_day and b.start < to_day));
begin
    return query execute format($q$
        with change as not materialized (
            select 1 as sign, c.* from settled.contact c where c.day >= $1 and c.day < $2
        ), line as not materialized (
            %s
        )
        select 'day', d.* from (%s) d
        $q$, rollup.line_sums('(select * from unnest($3) where start >= $1 and start < $2)'), rollup.day_sums('change', 'line'))
      using from_day, to_day, lines;
end $$;

comment on function rollup.fresh_days(date, date) is
    'The rows by day of rollup.agent_period of [from_day, to_day), anew from settled rows.';
