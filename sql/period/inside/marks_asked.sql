create or replace function period.marks_asked(of_period text, last_month date, schemes text[], versions integer[], agents text[])
returns table (scheme text, version integer, indicator text, mark text, role text, agent text, team text, raters text[], due date,
               given bigint, needed integer, marked boolean)
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return query
    with eligible as materialized (
        select e.scheme, e.version, e.agent from unnest(schemes, versions, agents) as e(scheme, version, agent)
    ), document as materialized (
        select s.scheme, s.version, s.document
          from score.scheme s
          join (select distinct e.scheme, e.version from eligible e) e on e.scheme = s.scheme and e.version = s.version
    ), unweighed as materialized (  -- one row per indicator that weighs 0 for an agent, as was agreed, and not for everybody
        select i.scheme, i.version, a.agent, i.indicator
          from document d
         cross join lateral score.agreements(last_month, d.document -> 'agreed') a
          join score.indicator i on i.scheme = d.scheme and i.version = d.version
         where not a.weights ? i.indicator and i.weight > 0
    ), raters as materialized (
        select r.* from period.raters(score.staff_day(last_month)) r
    ), asked as materialized (  -- one row per indicator, named amount and role
        select l.scheme, l.version, l.indicator, l.leaf, substr(l.metric, 6) as mark, r.role,
               coalesce((l.leaf -> 'marks_needed')::integer, 1) as needed,
               (last_month + interval '1 month')::date - 1
                   + coalesce((d.document #> array['indicators', (l.position - 1)::text, 'due'])::integer, c.marks_due_day) as due
          from document d
          join score.leaf l on l.scheme = d.scheme and l.version = d.version
         cross join period.setting c
         cross join lateral jsonb_object_keys(l.roles) as r(role)
    ), marks as materialized (
        select m.agent, m.indicator, m.role, count(*) as given
          from fact.last_mark m
         where m.period = of_period
         group by m.agent, m.indicator, m.role
    ), counted as (  -- one row per agent of whom it is asked; together: of all roles of the named amount
        select a.*, e.agent, coalesce(m.given, 0) as given,
               sum(coalesce(m.given, 0)) over (partition by a.scheme, a.indicator, a.leaf, e.agent) as together
          from eligible e
          join asked a on a.scheme = e.scheme and a.version = e.version
          left join marks m on m.agent = e.agent and m.indicator = a.mark and m.role = a.role
    ), had as materialized (  -- one row per agent with too few marks for a sample
        select h.agent, h.conversations
          from rollup.conversations(period.month_of(of_period), array(
               select distinct c.agent from counted c where c.together > 0 and c.together < c.needed and period.month_of(of_period) is not null)) h
    )
    select c.scheme, c.version, c.indicator, c.mark, c.role, c.agent, r.team,
           case c.role when 'self' then array[c.agent] when 'lead' then coalesce(r.lead, '{}') else '{}' end,
           c.due, c.given, max(c.needed), bool_and(c.given > 0 and c.together >= least(c.needed, h.conversations))
      from counted c
      left join had h on h.agent = c.agent
      left join unweighed u on (u.scheme, u.version, u.agent, u.indicator) = (c.scheme, c.version, c.agent, c.indicator)
      left join raters r on r.agent = c.agent
     where u.agent is null
     group by c.scheme, c.version, c.indicator, c.mark, c.role, c.agent, r.team, r.lead, c.due, c.given;
end $$;

comment on function period.marks_asked(text, date, text[], integer[], text[]) is
    'Of whom marks for a month or term are asked by which scheme is given, one place of the lists each: one row per agent, indicator, mark '
    'that it looks at, and role that it weighs, as in period.marks_due. marked: also where the agent had no more conversations in the month than marks are given. last_month: the month, or the last of the term.';
