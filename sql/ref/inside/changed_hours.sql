create or replace function ref.changed_hours(before ref.team_hours[], after ref.team_hours[])
returns table (team text, first_at timestamptz, last_at timestamptz)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select d.team, lower(d.span), upper(d.span)
      from (select a.team, (a.open - b.open) + (b.open - a.open) + (a.suspended - b.suspended) + (b.suspended - a.suspended) as span
              from unnest(after) a
              join unnest(before) b on b.team = case when exists (select from unnest(before) x where x.team = a.team) then a.team else '' end) d
     where not isempty(d.span)
$$;

comment on function ref.changed_hours(ref.team_hours[], ref.team_hours[]) is
    'One row per team whose hours differ, with the first and the last instant at which they do.';
