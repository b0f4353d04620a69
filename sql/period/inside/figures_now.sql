create or replace function period.figures_now(for_month date, for_scheme text, for_version integer, listed jsonb) returns period.item[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select row(p.agent, x.item, p.indicator, x.number, null)::period.item
          from score.points(for_month, for_scheme, for_version) p
         cross join lateral (values ('indicator', p.points), ('value', p.value)) as x(item, number)
         where n.indicators <> '{}' and p.indicator = any (n.indicators)
         union all
        select row(m.agent, 'metric', m.metric, m.value, null)::period.item
          from merit.agent_month_metric m
         where m.month = for_month and m.metric = any (n.metrics))
      from pay.item_figures(listed) n
$$;

comment on function period.figures_now(date, text, integer, jsonb) is 'The figures that pay items name (pay.item_figures), as they are now.';
