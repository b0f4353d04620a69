create or replace function web.ranked_by_days(period_kind text, first_day date, for_team text, by_metric text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    fewer  constant boolean := by_metric in ('response_seconds', 'first_response_seconds', 'unanswered_rounds', 'slow_rounds');
    seen   constant text[] := web.seen();
    answer jsonb;
begin
    with staff as materialized (
        select s.agent, s.name, s.team
          from ref.staff_on(least(ref.day_of(merit.now()), first_day + case period_kind when 'week' then 6 else 0 end)) s
    ), present as (
        select m.agent, m.metrics
          from web.metrics_of_day(first_day, array(select r.agent from rollup.shown_period r
                                                    where r.grain = 'day' and r.start = first_day and r.agent not like '(%')) m
         where period_kind = 'day'
        union all
        select m.agent, m.metrics from web.metrics_of_week(first_day) m where period_kind = 'week'
    ), person as materialized (
        select p.agent, s.name, s.team, p.metrics, (p.metrics ->> by_metric)::numeric * case when fewer then -1 else 1 end as value
          from present p left join staff s using (agent)
    ), placed as materialized (
        select p.*, case when p.value is not null then rank() over (order by p.value desc nulls last) end as rank
          from person p
         where for_team is null or p.team = for_team
    )
    select jsonb_build_object(
        'scope', case when for_team is null then 'shop' else 'team' end,
        'teams', (select coalesce(jsonb_agg(t.team order by t.team collate "C"), '[]')
                    from (select distinct p.team from person p where p.team is not null and (seen is null or p.agent = any (seen))) t),
        'rows', (select coalesce(jsonb_agg(jsonb_build_object(
                            'rank', p.rank, 'agent', p.agent, 'name', p.name, 'team', p.team, 'total', null, 'grade', null,
                            'grade_label', null, 'reached', null, 'reached_label', null, 'barred', null, 'why', null, 'place', null,
                            'metrics', p.metrics, 'months', '[]'::jsonb)
                            order by p.rank, p.agent collate "C"), '[]')
                   from placed p
                  where seen is null or p.agent = any (seen)))
      into answer;
    return answer;
end $$;

comment on function web.ranked_by_days(text, date, text, text) is
    'The part of web.ranking for a day or a week: metrics of whom the caller may see, and the place of each among everybody (or the team) '
    'by one of them; less is better of times and of rounds without an answer or with a late one.';
