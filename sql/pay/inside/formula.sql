create or replace function pay.formula(document jsonb, grain text) returns jsonb
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select case when document ->> 'period' = grain then document -> 'pay' else document #> array['terms', grain, 'pay'] end $$;

comment on function pay.formula(jsonb, text) is
    'What a scheme''s document says of pay for a month, quarter, half_year or year: pay, where it scores such periods itself, else that of terms.';
