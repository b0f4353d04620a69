create or replace function web.ranked_by_quarter(for_quarter date, for_team text, for_scheme text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    months constant date[] := array[for_quarter, for_quarter + interval '1 month', for_quarter + interval '2 months'];
    of_scheme constant text := coalesce(for_scheme, (select s.scheme from unnest(months) with ordinality m(month, n) cross join lateral web.schemes(m.month) s
                                                   order by n desc limit 1));
    grades constant jsonb := web.grade_labels(of_scheme);
    seen   constant text[] := web.seen();
    answer jsonb;
begin
    with score as (  -- one row per agent and month
        select r.month, r.agent, r.total, r.rank, r.grade
          from period.result r
         where r.month = any (months) and r.revision = period.latest(r.month) and r.scheme = of_scheme
        union all
        select s.month, s.agent, s.total, s.rank, s.grade
          from unnest(months) m(month)
         cross join lateral (select x.* from merit.score x where x.month = m.month and x.scheme = of_scheme offset 0) s
         where period.latest(m.month) is null
    ), staff as materialized (
        select s.agent, s.name, s.team from ref.staff_on(score.staff_day(months[3])) s
    ), mean as materialized (
        select s.agent, p.name, p.team, round(avg(s.total), 2) as total, count(s.rank) as ranked,
               jsonb_agg(jsonb_build_object('month', period.month_name(s.month), 'total', s.total, 'rank', s.rank, 'grade', s.grade,
                                            'grade_label', grades -> s.grade) order by s.month) as months
          from score s left join staff p using (agent)
         group by s.agent, p.name, p.team
    ), placed as materialized (
        select m.*, case when m.ranked > 0 and m.total is not null
                         then rank() over (partition by m.ranked > 0 and m.total is not null order by m.total desc) end as rank
          from mean m
         where for_team is null or m.team = for_team
    )
    select jsonb_build_object(
        'scope', case when exists (select from mean) then case when for_team is null then 'shop' else 'team' end end,
        'teams', (select coalesce(jsonb_agg(t.team order by t.team collate "C"), '[]')
                    from (select distinct m.team from mean m where m.team is not null and (seen is null or m.agent = any (seen))) t),
        'rows', (select coalesce(jsonb_agg(jsonb_build_object(
                            'rank', p.rank, 'agent', p.agent, 'name', p.name, 'team', p.team, 'total', p.total, 'grade', null,
                            'grade_label', null, 'reached', null, 'reached_label', null, 'barred', null, 'why', null, 'place', null,
                            'metrics', '{}'::jsonb, 'months', p.months)
                            order by p.rank, p.total desc nulls last, p.agent collate "C"), '[]')
                   from placed p
                  where seen is null or p.agent = any (seen)))
      into answer;
    return answer;
end $$;

comment on function web.ranked_by_quarter(date, text, text) is
    'The part of web.ranking for a quarter: everybody''s mean over the quarter''s months that have a total, ranked among those who were '
    'ranked in any of them. It is shown, and nothing is paid by it.';
