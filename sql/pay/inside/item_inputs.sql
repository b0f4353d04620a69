create or replace function pay.item_inputs(formula jsonb) returns setof text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select distinct l.leaf ->> 'input'
      from score.leaves(jsonb_path_query_array(formula, 'strict $.items[*].amount', silent => true)) as l(leaf)
     where l.leaf ? 'input'
$$;

comment on function pay.item_inputs(jsonb) is 'The inputs of payroll that the items of a pay formula (pay.formula) name.';
