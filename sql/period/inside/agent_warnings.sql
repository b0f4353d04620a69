-- What it reads marks the months that it changes (score.stale), so that those of a month can be kept.

create or replace function period.agent_warnings(for_month date, ranked score.candidate[] default null)
returns table (place integer, code text, message text, agents text[])
language plpgsql stable rows 5
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    present  constant text[] := period.present(for_month);
    eligible constant score.candidate[] := coalesce(ranked, array(
        select row(e.scheme, e.version, e.agent)::score.candidate from score.eligible(for_month, present) e));
begin
    return query
    with eligible as materialized (  -- one row per agent who is ranked if there is a total
        select e.scheme, e.version, e.agent from unnest(eligible) e
    ), unweighed as materialized (
        select u.* from score.unweighed(for_month) u
    ), leaf as materialized (  -- of a scheme once, not for each agent
        select l.scheme, l.version, l.indicator, l.target
          from score.in_force(for_month) f
          join score.leaf l using (scheme, version)
    ), target as materialized (
        select t.agent, t.metric from fact.last_target t where t.period = period.month_name(for_month)
    )
    select 1, 'targets_missing',
           case l.target when 'sales' then 'warning.targets_missing' else ref.message('warning.target_missing', l.target) end,
           array_agg(distinct e.agent)
      from eligible e
      join leaf l using (scheme, version)
      left join unweighed u using (scheme, version, agent, indicator)
     where l.target is not null and u.agent is null
       and not exists (select from target t where t.metric = l.target and t.agent = e.agent)
     group by l.target
    union all
    select 2, 'marks_due', ref.message('warning.marks_due', ref.term('role', d.role), d.mark), array_agg(distinct d.agent)
      from period.marks_due(for_month, present, eligible) d
     where not d.marked
     group by d.mark, d.role
    union all
    select 3, 'unknown_agents', 'warning.unknown_agents', array_agg(a.agent)
      from unnest(present) as a(agent)
     where not exists (select from fact.agent_event e where e.agent = a.agent and e.day < for_month + interval '1 month')
    having count(*) > 0;
end $$;

comment on function period.agent_warnings(date, score.candidate[]) is
    'The part of period.warnings that asks of each agent who would be ranked whether targets and marks are missing, and of each in the '
    'month whether there is a staff record up to its end (period.warnings asks for later ones). ranked: as there.';
