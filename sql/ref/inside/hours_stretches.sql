-- The first stretch begins with the calendar and is always open; its id is NULL.

create or replace function ref.hours_stretches()
returns table (effective date, until date, document jsonb, id bigint)
language sql stable rows 10
set search_path = pg_catalog, pg_temp
as $$
    with loaded as (  -- one row per day from which a document is in force: the one loaded last
        select distinct on (h.effective) h.effective, h.document, h.id from ref.service_hours h order by h.effective, h.id desc
    ), calendar as (
        select min(d.day) as first_day, max(d.day) as last_day from ref.day d
    ), stretch as (
        select c.first_day as effective, jsonb '{}' as document, null::bigint as id from calendar c
        union all
        select l.effective, l.document, l.id from loaded l
    )
    select s.effective, lead(s.effective, 1, c.last_day + 1) over (order by s.effective), s.document, s.id
      from stretch s cross join calendar c
$$;

comment on function ref.hours_stretches() is
    'One row per stretch of calendar days in which one document of service hours is in force: [effective, until). Together '
    'they are the whole calendar.';
