create or replace function score.load_indicators(for_scheme text, for_version integer, document jsonb)
returns void
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    insert into score.indicator (scheme, version, position, indicator, weight, expressions, better, rule, parameters, on_null,
                                 full_points, out_of)
    select for_scheme, for_version, e.i, e.item ->> 'indicator', (e.item -> 'weight')::numeric,
           coalesce(e.item -> 'values', jsonb_build_array(e.item -> 'value')),
           e.item ->> 'better', e.item ->> 'rule', (e.item -> 'parameters') - 'comment' || jsonb_build_object('out_of', o.out_of), e.item ->> 'on_null',
           coalesce((e.item -> 'full_points')::numeric, o.out_of), o.out_of
      from jsonb_array_elements(document -> 'indicators') with ordinality as e(item, i)
     cross join lateral (select coalesce((e.item -> 'out_of')::numeric, 100) as out_of) o
$$;

comment on function score.load_indicators(text, integer, jsonb) is 'The part of score.load that fills score.indicator. Rules find in their parameters what points are out of, too.';
