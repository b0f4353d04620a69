create or replace function score.join_marks() returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    with mark as materialized (  -- one row per span with several marks
        select s.since, s.until, max(s.id) as id, bool_and(s.agents is not null) as named
          from score.stale s group by s.since, s.until having count(*) > 1
    ), agents as materialized (  -- of those that all say whose they are
        select m.id, array_agg(distinct a.agent) as agents
          from mark m
          join score.stale s on s.since = m.since and s.until = m.until
         cross join lateral unnest(s.agents) as a(agent)
         where m.named
         group by m.id
    ), gone as (
        delete from score.stale s using mark m where s.since = m.since and s.until = m.until and s.id < m.id
    )
    update score.stale s
       set agents = a.agents
      from mark m
      left join agents a on a.id = m.id
     where s.id = m.id and s.agents is distinct from a.agents;
end $$;

comment on function score.join_marks() is
    'Makes one of all marks of the same months (score.stale): the newest, of everybody whom they name; of anybody if one of them says so.';
