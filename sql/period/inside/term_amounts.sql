-- Quarters and years are never made of days: their metrics and tallies are means and sums of months, of closed ones as they were frozen.

create or replace function period.term_amounts(of_term text, applies_to jsonb, leaves jsonb[], closed_only boolean, out subjects score.subject[], out known score.series[])
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    months  constant date[] := array(
        select p.month
          from period.term_parts(of_term, 'month') p
         where period.latest(p.month) is not null or not closed_only and not exists (select from period.skipped k where k.month = p.month));
    last    constant date := (select s.until - interval '1 month' from period.term_span(of_term) s);
    metrics constant text[] := array(
        select coalesce(l.leaf ->> 'metric', 'tally:' || (l.leaf ->> 'tally')) from unnest(leaves) as l(leaf)
         where l.leaf ? 'metric' or l.leaf ? 'tally');
begin
    subjects := array(select row(s.agent, s.team)::score.subject from score.who(last, applies_to, period.term_present(of_term, closed_only)) s);
    with metric as materialized (  -- one row per month, agent and metric
        select f.agent, f.metric, f.value
          from unnest(months) m(month)
          join period.metric f on f.month = m.month and f.revision = period.latest(m.month) and f.metric = any (metrics)
        union all
        select l.agent, l.metric, l.value
          from unnest(months) m(month)
         cross join lateral (select x.agent, x.metric, x.value from merit.agent_month_metric x
                              where x.month = m.month and x.metric = any (metrics) offset 0) l
         where period.latest(m.month) is null
    ), series as (  -- one row per metric or tally of the leaves and subject
        select l.i, l.leaf, s.place,
               case when l.leaf ->> 'over' = 'mean' then trim_scale(round(avg(m.value), 12)) else sum(m.value) end as value
          from unnest(leaves) with ordinality as l(leaf, i)
         cross join unnest(subjects) with ordinality as s(agent, team, place)
          left join metric m on m.agent = s.agent and m.metric = coalesce(l.leaf ->> 'metric', 'tally:' || (l.leaf ->> 'tally'))
         where l.leaf ? 'metric' or l.leaf ? 'tally'
         group by l.i, l.leaf, s.place
    )
    select coalesce(array_agg(row(g.leaf, g.numbers)::score.series), '{}')
      into known
      from (select s.leaf, array_agg(coalesce(s.value, case when s.leaf ? 'tally' then 0 end) order by s.place) as numbers
              from series s group by s.i, s.leaf) g;
    known := known || array(select s from score.target_series(of_term, leaves, subjects) s)
                   || array(select s from score.mark_series(of_term, leaves, subjects) s);
end $$;

comment on function period.term_amounts(text, jsonb, jsonb[], boolean) is
    'Whom a scheme of longer periods scores in a term (score.who as of its last month, of everybody with anything in its months, or with a '
    'mark or target for it), and the named amounts of the leaves: metrics over its months, sums of tallies, targets and marks for it. A month that was skipped is none of them. closed_only: as if there were no months but closed ones.';
