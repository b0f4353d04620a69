create or replace function pay.inputs_of(of_period text, of_revision integer) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((
        select array(select jsonb_array_elements_text(p.pay -> 'inputs')) from period.paying(of_period, of_revision) p where p.pay ? 'inputs'),
        array['own_commission'])
$$;

comment on function pay.inputs_of(text, integer) is
    'The inputs in the pay formula of the scheme that pays in a closed month or term. Penalties are taken from the inputs whose '
    'names end in commission.';
