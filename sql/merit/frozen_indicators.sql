create or replace function merit.frozen_indicators(for_month date)
returns table (revision integer, scheme text, agent text, indicator text, value numeric, points numeric, out_of numeric, weight numeric,
               contribution numeric, numbers numeric[], edge numeric, next_edge numeric, missing numeric, brings numeric)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select r.revision, r.scheme, r.agent, r.indicator, r.value, r.points, i.out_of, r.weight,
           r.contribution, r.numbers, r.edge, r.next_edge, r.missing, r.brings
      from period.indicator r
      left join period.closing_scheme c on c.month = r.month and c.revision = r.revision and c.scheme = r.scheme
      left join score.indicator i on i.scheme = c.scheme and i.version = c.version and i.indicator = r.indicator
     where r.month = for_month
       and ((select merit.sees_all()) or r.agent = any ((select merit.visible_agents())::text[]))
$$;

comment on function merit.frozen_indicators(date) is 'What merit.result_indicator shows the caller for a month.';
