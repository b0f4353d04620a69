create or replace function pay.items(of_period text, of_revision integer, inputs jsonb)
returns table (agent text, scheme text, item text, amount numeric)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select i.*
      from period.paying(of_period, of_revision) p
     cross join lateral pay.items_of(
           p.scheme, p.pay -> 'items', array(select r from period.results_of(of_period, of_revision, p.scheme) r),
           pay.frozen_figures(of_period, of_revision, p.scheme, p.pay -> 'items'), inputs) i
     where p.pay ? 'items'
$$;

comment on function pay.items(text, integer, jsonb) is
    'One row per agent and pay item of the scheme that pays in a revision of a closed month or term: what it comes to with these inputs '
    '(pay.inputs_now), as pay.items_of has it.';
