create or replace function ref.hours_value_problems(document jsonb) returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with day as (  -- one row per day that the document names
        select format('$.holidays[%s]', h.place) as path, h.item #>> '{}' as written
          from ref.list_items(document -> 'holidays') h
        union all
        select format('$.extra[%s].day', x.place), x.item ->> 'day' from ref.list_items(document -> 'extra') x
    ), suspended as (  -- one row per suspended span
        select format('$.suspended[%s]', s.place) as path, s.item ->> 'from' as begins, s.item ->> 'until' as ends
          from ref.list_items(document -> 'suspended') s
    ), instant as (  -- one row per end of one
        select s.path || '.' || e.member as path, e.written
          from suspended s cross join lateral (values ('from', s.begins), ('until', s.ends)) e(member, written)
    )
    select d.path, format('must be a day of the years 2000 to 2100 that exists; is "%s"', d.written)
      from day d
     where d.written ~ (ref.hours_shape() #>> '{members,holidays,of,like}') and ref.day_from(d.written) is null
    union all
    select i.path, format('must be an instant of the years 2000 to 2100 that exists; is "%s"', i.written)
      from instant i
     where i.written ~ (ref.hours_shape() #>> '{members,suspended,of,members,from,like}')
       and ref.instant_from(i.written) is null
    union all
    select s.path || '.until', format('must be later than from, %s; is %s', s.begins, s.ends)
      from suspended s
     where ref.instant_from(s.ends) <= ref.instant_from(s.begins)
    union all
    select '$.teams.', 'must have a name' from ref.object_members(document -> 'teams') t where t.name = ''
$$;

comment on function ref.hours_value_problems(jsonb) is
    'The part of ref.hours_problems for what has the right shape and no meaning: days and instants that do not exist, '
    'suspended spans that end before they begin, a team without a name.';
