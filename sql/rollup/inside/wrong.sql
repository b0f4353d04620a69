create or replace function rollup.wrong(
    of_day date,
    out contacts uuid[], out orders text[], out tickets text[], out surveys bigint[],
    out settled boolean,
    out sums    boolean
)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array_agg(split_part(d.key, ' ', 1)::uuid) filter (where d.object = 'settled.contact'),  -- customer, day, agent
           array_agg(d.key) filter (where d.object = 'settled.orders'),
           array_agg(d.key) filter (where d.object = 'settled.ticket'),
           array_agg(d.key::bigint) filter (where d.object = 'settled.survey'),
           coalesce(bool_or(d.object in ('settled.contact', 'settled.orders', 'settled.ticket', 'settled.survey')), false),
           coalesce(bool_or(d.object in ('settled.buyer', 'rollup.agent_period', 'rollup.dimension_period')), false)
      from (select distinct v.object, v.key from rollup.verify_days(of_day, of_day + 1) v) d
$$;

comment on function rollup.wrong(date) is
    'What rollup.verify_days finds of a day: the customers whose contacts are wrong, orders, tickets and surveys; whether any of those '
    'is, and whether any of their buyers and sums is.';
