create or replace function web.ranked_by_term(grain text, first_day date, for_team text, for_scheme text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    of_term   constant text := period.term_name(grain, first_day);
    months    constant date[] := array(select m::date from generate_series(first_day::timestamp, (period.term_span(of_term)).until - 1, interval '1 month') m);
    by_months constant boolean := grain = 'quarter';  -- other terms are shown of schemes that have them alone, and none of their months is made for that
    of_scheme constant text := coalesce(for_scheme,
        case when by_months then (select s.scheme from unnest(months) with ordinality m(month, n) cross join lateral web.schemes(m.month) s
                                   order by n desc limit 1) end,
        web.term_schemes(grain, first_day) #>> '{0,scheme}');
    closed constant integer := (select f.revision from period.term_scheme f
                                 where f.term = of_term and f.revision = period.latest_term(of_term) and f.scheme = of_scheme);
    version constant integer := (select f.version from score.term_schemes(months[cardinality(months)], grain) f where f.scheme = of_scheme);
    grades constant jsonb := web.grade_labels(of_scheme);
    seen   constant text[] := web.seen();
    answer jsonb;
begin
    with score as materialized (  -- one row per agent and month
        select r.month, r.agent, r.total, r.rank, r.grade
          from period.result r
         where r.month = any (months) and r.revision = period.latest(r.month) and r.scheme = of_scheme
        union all
        select s.month, s.agent, s.total, s.rank, s.grade
          from unnest(months) m(month)
         cross join lateral (select x.* from merit.score x where x.month = m.month and x.scheme = of_scheme offset 0) s
         where by_months and period.latest(m.month) is null and not exists (select from period.skipped k where k.month = m.month)
    ), staff as materialized (
        select s.agent, s.name, s.team from ref.staff_on(score.staff_day(months[cardinality(months)])) s
    ), month as materialized (  -- one row per agent
        select s.agent, round(avg(s.total), 2) as total, count(s.rank) as ranked,
               jsonb_agg(jsonb_build_object('month', period.month_name(s.month), 'total', s.total, 'rank', s.rank, 'grade', s.grade,
                                            'grade_label', grades -> s.grade) order by s.month) as months
          from score s
         group by s.agent
    ), placed as materialized (  -- one row per agent: as the term was closed; as it is; or, of a scheme without quarters, by the mean
        select r.agent::text as agent, r.name::text as name, r.team::text as team, r.scope, r.total, r.grade, r.rank, r.reached, r.barred, r.why
          from period.term_result r
         where r.term = of_term and r.revision = closed and r.scheme = of_scheme and (for_team is null or r.team = for_team)
        union all
        select g.agent, p.name, g.team, null, g.total, g.grade, g.rank, g.reached, g.barred, g.why
          from period.term_graded(of_term, of_scheme, version, false, array(
                   select row(period.month_name(s.month), s.agent, s.total, s.rank is not null)::period.part_total from score s)) g
          left join staff p on p.agent = g.agent
         where closed is null and version is not null and (for_team is null or g.team = for_team)
        union all
        select m.agent, p.name, p.team, null, m.total, null,
               case when m.ranked > 0 and m.total is not null
                    then rank() over (partition by m.ranked > 0 and m.total is not null order by m.total desc)::integer end, null, null, null
          from month m left join staff p using (agent)
         where by_months and closed is null and version is null and (for_team is null or p.team = for_team)
    )
    select jsonb_build_object(
        'scope', case when exists (select from placed) or exists (select from month)
                      then coalesce((select min(p.scope) from placed p), case when for_team is null then 'shop' else 'team' end) end,
        'teams', (select coalesce(jsonb_agg(t.team order by t.team collate "C"), '[]')
                    from (select p.team from month m join staff p using (agent) where p.team is not null and (seen is null or m.agent = any (seen))
                          union
                          select p.team from placed p where p.team is not null and (seen is null or p.agent = any (seen))) t),
        'rows', (select coalesce(jsonb_agg(jsonb_build_object(
                            'rank', p.rank, 'agent', p.agent, 'name', p.name, 'team', p.team, 'total', p.total, 'grade', p.grade,
                            'grade_label', grades -> p.grade, 'reached', p.reached, 'reached_label', grades -> p.reached, 'barred', p.barred,
                            'why', ref.said(p.why), 'place', null, 'metrics', '{}'::jsonb, 'months', coalesce(m.months, '[]'))
                            order by case when p.scope = 'team' then p.team end collate "C", p.rank, p.total desc nulls last, p.agent collate "C"), '[]')
                   from placed p left join month m using (agent)
                  where seen is null or p.agent = any (seen)))
      into answer;
    return answer;
end $$;

comment on function web.ranked_by_term(text, date, text, text) is
    'The part of web.ranking for a quarter, half_year or year: as it was closed; else as it is now, of a scheme that has such terms; of any other '
    'in a quarter everybody''s mean over the months that have a total and were not skipped, ranked among those who were ranked in any of them.';
