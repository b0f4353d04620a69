-- The roll-ups as the lines of settled rows make them; months count distinct customers themselves.

create or replace function rollup.fresh_days(from_day date, to_day date) returns setof rollup.agent_day
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with line as (
        select k.*
          from (select distinct c.day from settled.contact c
                 where c.day >= from_day and c.day < to_day) d
         cross join rollup.contact_lines(array(select c from settled.contact c where c.day = d.day), ref.rules()) k
        union all
        select k.agent, k.start, k.measure, k.bucket, k.value from rollup.order_line k
        union all
        select k.agent, k.start, k.measure, k.bucket, k.value from rollup.buyer_line k where k.grain = 'day'
        union all
        select k.agent, k.start, k.measure, k.bucket, k.value from rollup.ticket_line k
        union all
        select k.agent, k.start, k.measure, k.bucket, k.value from rollup.survey_line k
    )
    select l.agent, l.start, l.measure, l.bucket, sum(l.value)
      from line l
     where l.start >= from_day and l.start < to_day
     group by l.agent, l.start, l.measure, l.bucket
    having sum(l.value) <> 0
$$;

comment on function rollup.fresh_days is 'rollup.agent_day of [from_day, to_day), anew from settled rows.';
