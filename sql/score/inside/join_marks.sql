-- Each statement sees more than the one before it: what is committed after marks were taken away leaves its own mark.
-- Nobody else takes marks away, since nobody else has the settler's lock. A mark of everybody stays apart from those that name
-- agents: joined with them, which come all the time, it would never be left alone.

create or replace function score.join_marks() returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    with mark as materialized (  -- one row per span with several marks that name agents, or several that do not
        select s.since, s.until, s.agents is null as of_all, max(s.id) as id
          from score.stale s group by s.since, s.until, s.agents is null having count(*) > 1
    ), agents as materialized (
        select m.id, array_agg(distinct a.agent) as agents
          from mark m
          join score.stale s on s.since = m.since and s.until = m.until
         cross join lateral unnest(s.agents) as a(agent)
         where not m.of_all
         group by m.id
    ), gone as (
        delete from score.stale s using mark m
         where s.since = m.since and s.until = m.until and (s.agents is null) = m.of_all and s.id < m.id
    )
    update score.stale s
       set agents = a.agents
      from agents a
     where s.id = a.id and s.agents is distinct from a.agents;
end $$;

comment on function score.join_marks() is
    'Makes one of all marks of the same months (score.stale) that name agents: the newest, of all whom they name. Likewise one of those of everybody.';
