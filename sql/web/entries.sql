create or replace function web.entries(month date default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop      constant ref.shop := web.enter();
    today     constant date := ref.day_of(merit.now());
    for_month constant date := web.month(month, date_trunc('month', today)::date);
    shut      constant boolean := period.latest(for_month) is not null or exists (select from period.skipped s where s.month = for_month);
    terms     constant text[] := array(  -- open ones of which a scheme compares something with a target
        select t from unnest(web.terms_of(for_month)) t
         where period.latest_term(t) is null
           and exists (select from period.term_span(t) s cross join lateral score.in_force((s.until - interval '1 month')::date, s.grain) f
                         join score.leaf l using (scheme, version) where l.target is not null));
    planned   constant text[] := case when not shut or terms <> '{}' then period.planned() else '{}' end;
    answer    jsonb;
begin
    with due as materialized (  -- one row per period, agent, mark and role, whichever schemes ask for it
        select p.period, d.agent, d.mark, d.role, min(d.due) as due, max(d.needed) as needed, max(d.given) as given, bool_and(d.marked) as marked,
               period.is_sample(d.role, max(d.needed)) as sample
          from unnest(period.month_name(for_month) || web.terms_of(for_month)) as p(period)
         cross join lateral period.markable(p.period) d
         group by p.period, d.agent, d.mark, d.role
    ), staff as materialized (
        select s.agent, s.name, s.team
          from ref.staff_on(score.staff_day(for_month), planned || array(select distinct d.agent from due d)) s
    ), mine as materialized (  -- what the caller has given: the last one and, of a sample, how many
        select distinct on (p.period, o.agent, o.mark, o.role) p.period, o.agent, o.mark, o.role, o.points, o.at,
               count(*) over (partition by p.period, o.agent, o.mark, o.role) as own
          from (select distinct d.period from due d) p
         cross join lateral period.own_marks(p.period) o
         where not o.otherwise
         order by p.period, o.agent, o.mark, o.role, o.at desc
    )
    select jsonb_build_object(
        'month', period.month_name(for_month),
        'closed', period.latest(for_month) is not null,
        'marks', (select coalesce(jsonb_agg(jsonb_build_object(
                             'period', d.period, 'agent', d.agent, 'name', s.name, 'team', s.team, 'mark', d.mark, 'label', coalesce(l.label, d.mark),
                             'role', d.role, 'role_label', ref.said(ref.term('role', d.role)), 'due', d.due, 'given', d.given,
                             'needed', d.needed, 'marked', d.marked, 'overdue', not d.marked and d.due < today,
                             'sample', d.sample, 'own', coalesce(m.own, 0), 'score', trim_scale(round(m.points, 6)), 'given_at', m.at)
                             order by m.at is not null, d.due, s.team collate "C", d.agent collate "C", d.mark collate "C", d.role collate "C", d.period), '[]')
                    from due d
                    left join staff s using (agent)
                    left join (select l.* from web.mark_labels(for_month) l offset 0) l using (period, mark)
                    left join mine m using (period, agent, mark, role)),
        'agents', (select coalesce(jsonb_agg(jsonb_build_object('agent', p.agent, 'name', s.name, 'team', s.team) order by s.team collate "C", p.agent collate "C"), '[]')
                     from unnest(planned) p(agent) left join staff s using (agent)),
        'terms', to_jsonb(case when planned <> '{}' then terms else '{}' end),
        'metrics', (select coalesce(jsonb_agg(jsonb_build_object('metric', l.metric, 'label', web.label(l.metric), 'unit', web.unit(l.metric))
                                              order by l.metric <> 'sales', l.metric), '[]')
                      from (select m.metric from score.metric_list() m
                            union
                            select f.target from web.schemes(for_month) s join score.leaf f using (scheme, version) where f.target is not null
                            union
                            select f.target
                              from unnest(terms) t
                             cross join lateral period.term_span(t) s
                             cross join lateral score.in_force((s.until - interval '1 month')::date, s.grain) i
                              join score.leaf f using (scheme, version) where f.target is not null) l
                     where cardinality(planned) > 0))
      into answer;
    return answer;
end $$;

comment on function web.entries(date) is
    'What the caller may enter for a month (NULL: the current one): marks to give, of the month and of the quarter, half-year and year that it is '
    'in, with what the caller has given, and whose targets, of '
    'which metrics, also for which longer periods (terms). docs/doors.md has the shape. 22023: no such month.';
