create or replace function ref.hours_of_teams() returns setof ref.team_hours
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with always as (  -- while no document is loaded
        select tstzrange(min(d.day)::timestamp at time zone s.zone, (max(d.day) + 1)::timestamp at time zone s.zone)::tstzmultirange as open
          from ref.day d cross join ref.shop s
         where not exists (select from ref.service_hours)
         group by s.zone
    )
    select t.team, coalesce((select range_agg(tstzrange(s.opens_at, s.closes_at)) from ref.open_span s where s.team = t.team), a.open, '{}'),
           ref.suspended()
      from (select '' as team union all select h.team from ref.hours_team h) t
      left join always a on true
$$;

comment on function ref.hours_of_teams() is 'One row per team of ref.hours_team, and '''' for the shop: all its hours, and what is suspended.';
