create or replace function web.today(team text default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop   constant ref.shop := web.enter();
    today  constant date := ref.day_of(merit.now());
    seen   text[] := web.seen();
    answer jsonb;
begin
    perform web.known('team', team, array(select s.team from ref.staff_on(today, seen) s where s.team is not null));
    with staff as materialized (
        select s.agent, s.name, s.team from ref.staff_on(today, seen) s
    ), waiting as materialized (
        select w.agent, count(*) as open from merit.waiting_now w where seen is null or w.agent = any (seen) group by w.agent
    ), present as materialized (
        select m.agent, m.metrics, m.asked_hours
          from web.metrics_of_day(today, coalesce(seen, array(select r.agent from rollup.shown_period r
                                                               where r.grain = 'day' and r.start = today and r.agent not like '(%'))) m
    ), person as materialized (
        select agent, s.name, s.team, coalesce(w.open, 0) as open, p.metrics, p.asked_hours
          from present p full join waiting w using (agent) left join staff s using (agent)
         where agent not like '(%' and (today.team is null or s.team = today.team)
    )
    select jsonb_build_object(
        'day', today,
        'as_of', (select s.as_of from settle.state s),
        'team', team,
        'labels', web.labels(web.figures()),
        'agents', (select coalesce(jsonb_agg(jsonb_build_object(
                              'agent', p.agent, 'name', p.name, 'team', p.team, 'waiting', p.open,
                              'metrics', coalesce(p.metrics, '{}'),
                              'asked_hours', coalesce(p.asked_hours, array_fill(0::bigint, array[24])))
                              order by p.team collate "C", p.agent collate "C"), '[]')
                     from person p),
        'asked_hours', (select jsonb_agg(h.rounds order by h.hour)
                          from (select n - 1 as hour, coalesce(sum(p.asked_hours[n]), 0) as rounds
                                  from generate_series(1, 24) n left join person p on true group by n) h))
      into answer;
    return answer;
end $$;

comment on function web.today(text) is
    'Today''s numbers so far of each agent who is present or waited for: metrics, rounds asked by hour, customers who wait now; of one '
    'team, or of everybody whom the caller may see. 22023: no such team. docs/doors.md has the shape.';
