-- Peers are of the agent's team; a manager is the lead of the agent's lead, and no lead of the agent: two leads of one team lead each other.
-- Of a closed month or term nothing is marked any more, but what an action asks for (period.check_step).

create or replace function period.markable(of_period text)
returns table (scheme text, indicator text, mark text, role text, agent text, team text, due date, needed integer, given bigint, marked boolean)
language plpgsql stable rows 100
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    for_month constant date := period.month_of(of_period);
    begins    constant date := coalesce(for_month, (period.term_span(of_period)).start);
    staff_day constant date := score.staff_day(period.last_month(of_period));
    me        constant text := merit.me();
    selves    constant text[] := merit.selves();
    closes    constant boolean := merit.closes();
    today     constant date := ref.day_of(merit.now());
    my_team   constant text := (select s.team from ref.staff_on(staff_day, array[me]) s where s.status is distinct from 'left');
    shut      constant boolean := period.part_closed(of_period) is not null or exists (select from period.skipped k where k.month = for_month);
    again     constant text[] := case when shut then period.marked_again(for_month, me) end;
begin
    if begins is null or begins > today or again = '{}'
       or (for_month is null and of_period not in (select t.term from period.terms() t))
       or (for_month < date_trunc('month', today)::date and for_month not in (select m from period.months() m)) then
        return;
    end if;
    return query
    with rater as materialized (
        select r.agent, r.lead from period.raters(staff_day) r
    ), manager as materialized (  -- one row per agent whose lead has a lead
        select r.agent, array_agg(distinct m.agent) filter (where m.agent <> all (r.lead) and m.agent <> r.agent) as agents
          from rater r
         cross join lateral unnest(r.lead) as l(agent)
          join rater q on q.agent = l.agent
         cross join lateral unnest(q.lead) as m(agent)
         group by r.agent
    ), own as materialized (
        select * from period.own_marks(of_period)
    )
    select d.scheme, d.indicator, d.mark, d.role, d.agent, d.team, d.due, d.needed, d.given, d.marked
      from period.marks_due_of(of_period) d
      left join rater r on r.agent = d.agent
      left join manager m on m.agent = d.agent
     where case d.role
           when 'self' then d.agent = me and (not shut or d.mark = any (again))
           when 'peer' then not shut and d.agent <> all (selves) and d.team = my_team and me <> all (coalesce(r.lead, '{}'))
           else not shut and d.agent <> all (selves)
                and case when d.role = 'lead' and cardinality(d.raters) > 0 then me = any (d.raters)
                         when d.role = 'manager' and m.agents is not null then me = any (m.agents)
                         else closes end end
       and (period.is_sample(d.role, d.needed)
            or not exists (select from own o where (o.agent, o.mark) = (d.agent, d.mark) and (o.otherwise or o.role <> d.role)));
end $$;

comment on function period.markable(text) is
    'The rows of period.marks_due_of that the caller may mark now: agents themselves; who works in their team, as peers; whom they lead; whose '
    'lead they lead (manager); the closing role where nobody else is known to, and for hq. Nobody marks another account of their own, '
    'nor in two roles or from two accounts what is no sample (period.refuse_marked). Nothing of a month or term that is closed, skipped, yet to '
    'come, or over without anything in it, but self marks that an open action asks for again (period.marked_again).';
