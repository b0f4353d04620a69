create or replace function rollup.buyer_lines(buyers settled.buyer[], sign text default '') returns rollup.agent_period[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $body$
declare
    lines rollup.agent_period[];
begin
    execute format($$
        select array(
            select row(%s)::rollup.agent_period
              from (select b.grain, b.start, b.agent, (b.orders > 0)::integer as orderers, (b.in_time > 0)::integer as payers,
                           (b.payments > 0 and (b.amount > 0 or not n.net[width_bucket(b.start, n.since)]))::integer as buyers
                      from unnest($1) b cross join settled.net_rule n) k)
        $$, rollup.line_columns('{orderers,payers,buyers}', sign))
      into lines using buyers;
    return lines;
end $body$;

comment on function rollup.buyer_lines(settled.buyer[], text) is
    'What buyers of agents add to the roll-ups of their periods: whether the customer counts as orderer, payer and buyer; sign ''-'': what '
    'they take off. Other measures are NULL.';
