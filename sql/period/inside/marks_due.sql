create or replace function period.marks_due(for_month date)
returns table (scheme text, version integer, indicator text, mark text, role text, agent text, team text, raters text[], due date,
               given bigint, needed integer, marked boolean)
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    staff_day constant date := score.staff_day(for_month);
    present   constant text[] := period.present(for_month);
    absent    constant text[] := array(
        select s.agent
          from ref.staff_on(staff_day) s
         where s.agent <> all (present)
           and not exists (select from ref.agent_alias a where a.account = s.agent and a.days @> staff_day));
begin
    return query
    with eligible as materialized (
        select e.scheme, e.version, e.agent from score.eligible(for_month, present) e
        union all  -- without a mark there is nothing to score, and nobody would be missed
        select f.scheme, f.version, t.agent
          from score.in_force(for_month) f
          join score.scheme s on s.scheme = f.scheme and s.version = f.version
         cross join lateral score.standing(for_month, f.scheme, f.version, array(
               select w.agent from score.who(for_month, s.document -> 'applies_to', absent) w)) t
         where s.document ? 'applies_to' and t.barred is null
    ), unweighed as materialized (
        select u.scheme, u.version, u.agent, u.indicator from score.unweighed(for_month) u
    ), raters as materialized (
        select r.* from period.raters(staff_day) r
    ), asked as materialized (  -- one row per indicator, named amount and role
        select l.scheme, l.version, l.indicator, l.leaf, substr(l.metric, 6) as mark, r.role,
               coalesce((l.leaf -> 'marks_needed')::integer, 1) as needed,
               (for_month + interval '1 month')::date - 1
                   + coalesce((s.document #> array['indicators', (l.position - 1)::text, 'due'])::integer, c.marks_due_day) as due
          from score.in_force(for_month) f
          join score.scheme s on s.scheme = f.scheme and s.version = f.version
          join score.leaf l on l.scheme = f.scheme and l.version = f.version
         cross join period.setting c
         cross join lateral jsonb_object_keys(l.roles) as r(role)
    ), marks as materialized (
        select m.agent, m.indicator, m.role, count(*) as given
          from fact.last_mark m
         where m.period = period.month_name(for_month)
         group by m.agent, m.indicator, m.role
    ), counted as (  -- one row per agent of whom it is asked; together: of all roles of the named amount
        select a.*, e.agent, coalesce(m.given, 0) as given,
               sum(coalesce(m.given, 0)) over (partition by a.scheme, a.indicator, a.leaf, e.agent) as together
          from eligible e
          join asked a on a.scheme = e.scheme and a.version = e.version
          left join marks m on m.agent = e.agent and m.indicator = a.mark and m.role = a.role
    )
    select c.scheme, c.version, c.indicator, c.mark, c.role, c.agent, r.team,
           case c.role when 'self' then array[c.agent] when 'lead' then coalesce(r.lead, '{}') else '{}' end,
           c.due, c.given, max(c.needed), bool_and(c.given > 0 and c.together >= c.needed)
      from counted c
      left join unweighed u on (u.scheme, u.version, u.agent, u.indicator) = (c.scheme, c.version, c.agent, c.indicator)
      left join raters r on r.agent = c.agent
     where u.agent is null
     group by c.scheme, c.version, c.indicator, c.mark, c.role, c.agent, r.team, r.lead, c.due, c.given;
end $$;

comment on function period.marks_due(date) is
    'One row per scheme in force, indicator, mark that it looks at, role that it weighs, and agent who is ranked if there is a total; of a '
    'scheme with applies_to also agents of whom there is a staff record and nothing else: who marks ({}: nobody is known), the last day to do so, the marks that the role has given, those that its roles together need, and '
    'whether there are enough.';
