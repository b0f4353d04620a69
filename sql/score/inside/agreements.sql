create or replace function score.agreements(for_month date, agreed jsonb)
returns table (agent text, weights jsonb)
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select a.agent, e.entry -> 'weights'
      from jsonb_array_elements(agreed) as e(entry)
     cross join lateral jsonb_array_elements_text(e.entry -> 'agents') as a(agent)
     where to_char(for_month, 'YYYY-MM') between e.entry ->> 'from' and e.entry ->> 'until'
$$;

comment on function score.agreements(date, jsonb) is
    'One row per agent with whom weights are agreed for the month (agreed of a scheme): {indicator: weight}; what is not there weighs 0.';
