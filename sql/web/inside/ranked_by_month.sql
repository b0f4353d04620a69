create or replace function web.ranked_by_month(for_month date, for_team text, for_scheme text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    of_scheme constant text := coalesce(for_scheme, (select s.scheme from web.schemes(for_month) s limit 1));
    grades constant jsonb := web.grade_labels(of_scheme);
    answer jsonb;
begin
    with result as materialized (
        select * from web.results(for_month, of_scheme, web.seen())
    )
    select jsonb_build_object(
        'scope', (select min(r.scope) from result r),
        'teams', (select coalesce(jsonb_agg(t.team order by t.team collate "C"), '[]')
                    from (select distinct r.team from result r where r.team is not null) t),
        'rows', (select coalesce(jsonb_agg(jsonb_build_object(
                            'rank', r.rank, 'agent', r.agent, 'name', r.name, 'team', r.team, 'total', r.total, 'grade', r.grade,
                            'grade_label', grades -> r.grade, 'reached', r.reached, 'reached_label', grades -> r.reached,
                            'barred', r.barred, 'why', r.why, 'place', r.place, 'metrics', '{}'::jsonb, 'months', '[]'::jsonb)
                            order by case when r.scope = 'team' then r.team end collate "C", r.rank, r.total desc nulls last, r.agent collate "C"), '[]')
                   from result r
                  where for_team is null or r.team = for_team))
      into answer;
    return answer;
end $$;

comment on function web.ranked_by_month(date, text, text) is
    'The part of web.ranking for a month: scope, teams and rows, of whom the caller may see.';
