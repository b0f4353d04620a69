-- For the two that need it: buyers in memory (rollup.buyer_lines), and all of some months (rollup.fresh_months), which are too many for that.

create or replace function rollup.line_of_buyers(buyers text, sign text default '') returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $body$
    select format($$
        select row(%s)::rollup.agent_period as line
          from (select b.grain, b.start, b.agent, (b.orders > 0)::integer as orderers, (b.in_time > 0)::integer as payers,
                       (b.payments > 0 and (b.amount > 0 or not n.net[width_bucket(b.start, n.since)]))::integer as buyers
                  from %s b cross join settled.net_rule n) k
        $$, rollup.line_columns('{orderers,payers,buyers}', sign), buyers)
$body$;

comment on function rollup.line_of_buyers(text, text) is
    'SQL with one row per buyer of the relation buyers (with the columns of settled.buyer): line, what it adds to the roll-ups of its '
    'period, as of rollup.buyer_lines.';
