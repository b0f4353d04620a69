-- The plan of rollup.metric takes longer to make than to carry out: it is kept.

create or replace function rollup.group_metrics(of_whose text, of_grain text, of_start date)
returns table (name text, metric text, value numeric)
language plpgsql stable cost 100000 rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
    return query
    with piece as materialized (
        select p.* from rollup.pieces(of_whose, of_grain, of_start, null) p
    )
    select m.agent, m.metric, m.value
      from rollup.metric m
     where m.whose = of_whose and m.grain = of_grain and m.start = of_start
       and (of_grain = 'month' or m.metric <> 'target_completion')
    union all
    select p.name, 'csat:' || d.dimension, sum(d.csat_sum)::numeric(38, 20) / sum(d.surveys)
      from piece p
      join rollup.shown_dimension d using (grain, start, agent)
     where d.grain in (of_grain, 'day') and d.start >= of_start and d.start < of_start + ('1 ' || of_grain)::interval
     group by p.name, d.dimension
    union all
    select p.name, 'tally:' || t.kind, sum(t.count)
      from piece p
      join fact.counted_tally t on t.agent = p.agent and (p.grain = 'month' or t.day = p.start)
     where t.day >= of_start and t.day < of_start + ('1 ' || of_grain)::interval
     group by p.name, t.kind;
end $$;

comment on function rollup.group_metrics(text, text, date) is
    'One row per team, or of the shop (whose; its name is ''''), and metric of docs/metrics.md in a day or month, for those with anything in it.';
