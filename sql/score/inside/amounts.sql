-- The metric view is read only once, because it adds up all roll-ups of the month at each reading. It has every metric for
-- every agent with anything in the month. So the metric received, which exists under every scheme, says who is scored.

create or replace function score.amounts(for_month date, applies_to jsonb, leaves jsonb[], among text[] default null, out subjects score.subject[], out known score.series[])
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
set enable_mergejoin = off
as $$
declare
    metrics constant text[] := array(  -- in a variable: the plan then leaves the others out
        select coalesce(l.leaf ->> 'metric', 'tally:' || (l.leaf ->> 'tally')) from unnest(leaves) as l(leaf)
         where l.leaf ? 'metric' or l.leaf ? 'tally');
begin
    with wanted as (  -- one row per metric or tally of agents; a tally that nobody counted is 0
        select l.i, l.leaf, coalesce(l.leaf ->> 'metric', 'tally:' || (l.leaf ->> 'tally')) as metric,
               case when l.leaf ? 'tally' then 0 end as otherwise
          from unnest(leaves) with ordinality as l(leaf, i)
         where (l.leaf ? 'metric' or l.leaf ? 'tally') and not l.leaf ? 'of'
    ), metric as materialized (
        select m.agent, m.metric, m.value
          from score.month_metrics(for_month, metrics || 'received'::text, among) m
         where m.agent not like '(%'
    ), subject as materialized (
        select s.agent, s.team, s.place
          from score.who(for_month, applies_to, array(select m.agent from metric m where m.metric = 'received'))
               with ordinality as s(agent, team, place)
    ), series as (
        select w.i, array_agg(coalesce(m.value, w.otherwise) order by s.place) as numbers
          from wanted w
         cross join subject s
          left join metric m on m.agent = s.agent and m.metric = w.metric
         group by w.i
    )
    select array(select row(s.agent, s.team)::score.subject from subject s order by s.place),
           array(select row(leaves[s.i], s.numbers)::score.series from series s)
      into subjects, known;
    known := known || array(select s from score.group_series(for_month, leaves, subjects) s)
                   || array(select s from score.target_series(to_char(for_month, 'YYYY-MM'), leaves, subjects) s)
                   || array(select s from score.mark_series(to_char(for_month, 'YYYY-MM'), leaves, subjects) s);
end $$;

comment on function score.amounts(date, jsonb, jsonb[], text[]) is
    'Who is scored in a month (score.who, of everybody with anything in it, except names in brackets), and the named amounts '
    ' of the leaves: agents'' metrics, those of their teams and of the shop, tallies, targets and marks. among: of these agents alone; NULL: of all.';
