create or replace function rollup.buyer_lines(buyers settled.buyer[], sign text default '') returns rollup.agent_period[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    lines rollup.agent_period[];
begin
    execute format('select array(%s)', rollup.line_of_buyers('unnest($1)', sign)) into lines using buyers;
    return lines;
end $$;

comment on function rollup.buyer_lines(settled.buyer[], text) is
    'What buyers of agents add to the roll-ups of their periods: whether the customer counts as orderer, payer and buyer; sign ''-'': what '
    'they take off. Other measures are NULL.';
