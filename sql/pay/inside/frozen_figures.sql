create or replace function pay.frozen_figures(of_period text, of_revision integer, for_scheme text, listed jsonb) returns period.item[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select row(i.agent, x.item, i.indicator, x.number, null)::period.item
          from (select m.agent, m.indicator, m.points, m.value from period.indicator m
                 where (m.month, m.revision, m.scheme) = (period.month_of(of_period), of_revision, for_scheme)
                union all
                select t.agent, t.indicator, t.points, t.value from period.term_indicator t
                 where (t.term, t.revision, t.scheme) = (of_period, of_revision, for_scheme)) i
         cross join lateral (values ('indicator', i.points), ('value', i.value)) as x(item, number)
         where i.indicator = any (n.indicators)
         union all
        select row(m.agent, 'metric', m.metric, m.value, null)::period.item
          from period.metric m
         where (m.month, m.revision) = (period.month_of(of_period), of_revision) and m.metric = any (n.metrics))
      from pay.item_figures(listed) n
$$;

comment on function pay.frozen_figures(text, integer, text, jsonb) is
    'The figures that pay items name (pay.item_figures), as they are frozen for a revision of a month or term.';
