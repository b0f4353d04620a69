-- As web.metrics_of_day.

create or replace function web.target_rows(for_month date, agents text[]) returns table (key text, id text, agent text, content jsonb)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
    return query
    with target as materialized (
        select t.period::text, t.period = period.month_name(for_month) as of_month, t.agent::text, t.metric::text, t.value from fact.last_target t
         where t.period = any (period.month_name(for_month) || web.terms_of(for_month)) and t.agent = any (agents)
    ), number as materialized (
        select m.agent, m.metric, m.value from merit.agent_month_metric m
         where m.month = for_month and m.agent = any (array(select distinct t.agent from target t where t.of_month))
           and m.metric = any (array(select distinct t.metric from target t where t.of_month))
    )
    select t.metric, concat_ws(' ', t.agent, case when not t.of_month then t.period end), t.agent,
           jsonb_build_object('period', t.period, 'metric', t.metric, 'label', web.label(t.metric), 'unit', web.unit(t.metric), 'target', t.value,
                              'value', trim_scale(n.value), 'share', trim_scale(round(n.value / nullif(t.value, 0), 6)),
                              'missing', trim_scale(t.value - n.value))
      from target t left join number n on t.of_month and n.agent = t.agent and n.metric = t.metric;
end $$;

comment on function web.target_rows(date, text[]) is
    'One row per target of these agents for the month, beside what is reached today, and for the quarter, half-year and year that it is in (without what '
    'is reached: their closed months say that).';
