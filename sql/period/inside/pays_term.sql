create or replace function period.pays_term(document jsonb, grain text) returns boolean
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(pay.formula(document, grain) ? 'items', false)
           or coalesce(jsonb_path_exists(document #> array['shares', grain], '$[*] ? (exists(@.amount))'), false)
           or coalesce(jsonb_path_exists(document #> array['counts', grain], '$[*] ? (exists(@.amount))'), false)
$$;

comment on function period.pays_term(jsonb, text) is
    'Whether a scheme''s document gives or takes money for a quarter, half_year or year: awards with an amount, or pay items.';
