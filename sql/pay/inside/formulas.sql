create or replace function pay.formulas(document jsonb) returns setof jsonb
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select f.formula
      from (select document -> 'pay'
            union all
            select t.value -> 'pay' from jsonb_each(document -> 'terms') t) f(formula)
     where jsonb_typeof(f.formula) = 'object'
$$;

comment on function pay.formulas(jsonb) is 'Everything that a scheme''s document says of pay: of the period that it scores, and of longer ones (pay.formula).';
