create or replace function period.figures_now(of_period text, for_scheme text, for_version integer, listed jsonb) returns period.item[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select row(p.agent, x.item, p.indicator, x.number, null)::period.item
          from (select i.agent, i.indicator, i.points, i.value from score.points(m.month, for_scheme, for_version) i where m.month is not null
                union all
                select t.agent, t.indicator, t.points, t.value from period.term_points(of_period, for_scheme, for_version, true) t where m.month is null) p
         cross join lateral (values ('indicator', p.points), ('value', p.value)) as x(item, number)
         where n.indicators <> '{}' and p.indicator = any (n.indicators)
         union all
        select row(a.agent, 'metric', a.metric, a.value, null)::period.item
          from merit.agent_month_metric a
         where a.month = m.month and a.metric = any (n.metrics))
      from pay.item_figures(listed) n
     cross join (select period.month_of(of_period) as month) m
$$;

comment on function period.figures_now(text, text, integer, jsonb) is
    'The figures that pay items name (pay.item_figures), as they are now: of a term, by closed months alone.';
