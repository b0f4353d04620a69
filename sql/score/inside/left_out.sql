create or replace function score.left_out(for_month date, agreed jsonb, indicator text) returns jsonb
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when count(*) > 0 then jsonb_build_object('left_out', jsonb_agg(a.agent)) else '{}' end
      from score.agreements(for_month, agreed) a where not a.weights ? left_out.indicator
$$;

comment on function score.left_out(date, jsonb, text) is
    'What rules find in their parameters of whom an indicator, by agreement, weighs 0 for: {"left_out": [agents]}, or {} for nobody.';
