-- For what goes through measures by name, such as a hash over all of them.

create or replace view rollup.measure as
select r.grain, r.start, r.agent, m.measure collate "C" as measure, m.bucket, m.value
  from rollup.agent_period r
 cross join lateral (
       select e.key as measure, 0::smallint as bucket, e.value::numeric as value
         from jsonb_each_text(to_jsonb(r) - '{grain,start,agent,waits,asked_hours,within}'::text[]) e
        where e.value::numeric <> 0
       union all
       select 'wait', w.bucket, w.counted from rollup.wait_counts(r.waits) w
       union all
       select 'asked_hour', h.bucket, h.counted from rollup.wait_counts(r.asked_hours) h
       union all
       select 'within', w.bucket, w.counted from rollup.wait_counts(r.within) w) m;

comment on view rollup.measure is
    'One row per row of rollup.agent_period and measure that is not 0: its name and value, bucket 0; and of the histograms, one row per '
    'bucket, as measures wait, asked_hour and within.';
