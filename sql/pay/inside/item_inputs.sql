create or replace function pay.item_inputs(document jsonb) returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select distinct l.leaf ->> 'input'
      from score.leaves(jsonb_path_query_array(document, 'strict $.pay.items[*].amount', silent => true)) as l(leaf)
     where l.leaf ? 'input'
$$;

comment on function pay.item_inputs(jsonb) is 'The inputs of payroll that the pay items of a scheme''s document name.';
