create or replace function pay.frozen_figures(for_month date, for_revision integer, for_scheme text, listed jsonb) returns period.item[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select row(i.agent, x.item, i.indicator, x.number, null)::period.item
          from period.indicator i
         cross join lateral (values ('indicator', i.points), ('value', i.value)) as x(item, number)
         where (i.month, i.revision, i.scheme) = (for_month, for_revision, for_scheme) and i.indicator = any (n.indicators)
         union all
        select row(m.agent, 'metric', m.metric, m.value, null)::period.item
          from period.metric m
         where (m.month, m.revision) = (for_month, for_revision) and m.metric = any (n.metrics))
      from pay.item_figures(listed) n
$$;

comment on function pay.frozen_figures(date, integer, text, jsonb) is
    'The figures that pay items name (pay.item_figures), as they are frozen for a revision.';
