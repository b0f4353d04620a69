create or replace function ref.hours_unknown_teams(document jsonb) returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with team as (  -- every team that a staff record ever named
        select coalesce(array_agg(distinct e.team), '{}') as known from fact.agent_event e where e.team is not null
    ), named as (  -- one row per place that names a team
        select '$.teams.' || t.name as path, t.name as team from ref.object_members(document -> 'teams') t
        union all
        select format('$.extra[%s].team', x.place), x.item ->> 'team'
          from ref.list_items(document -> 'extra') x
         where x.item ? 'team'
    )
    select n.path, format('no staff record names the team "%s"%s', n.team,
                          '; did you mean ' || ref.nearest(n.team, t.known) || '?')
      from named n cross join team t
     where n.team <> all (t.known) and n.team <> ''
$$;

comment on function ref.hours_unknown_teams(jsonb) is
    'The part of ref.hours_problems for teams that nobody has ever been in, as far as is known.';
