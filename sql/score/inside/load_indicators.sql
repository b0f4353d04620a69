create or replace function score.load_indicators(for_scheme text, for_version integer, document jsonb)
returns void
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    insert into score.indicator (scheme, version, position, indicator, weight, source, metric, roles, points_of,
                                 better, rule, parameters, on_null, full_points)
    select for_scheme, for_version, e.i, e.item ->> 'indicator', (e.item -> 'weight')::numeric,
           case when v ? 'marks' then 'mark' else 'metric' end,
           case when v ? 'marks' then 'mark:' || (v ->> 'marks') else v ->> 'metric' end,
           (v -> 'roles') - 'comment', v ->> 'points_of',
           e.item ->> 'better', e.item ->> 'rule', (e.item -> 'parameters') - 'comment', e.item ->> 'on_null',
           coalesce((e.item -> 'full_points')::numeric, 100)
      from jsonb_array_elements(document -> 'indicators') with ordinality as e(item, i),
           lateral (select e.item -> 'value') as w(v)
$$;

comment on function score.load_indicators(text, integer, jsonb) is 'The part of score.load that fills score.indicator.';
