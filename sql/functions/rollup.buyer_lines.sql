create or replace function rollup.buyer_lines(b settled.buyer, net boolean) returns setof rollup.line
language sql immutable
as $$
    select b.agent, b.start, m.measure, 0::smallint, 1::numeric
      from (values
           ('orderers', b.orders > 0),
           ('payers', b.in_time > 0),
           ('buyers', b.payments > 0 and (not net or b.amount > 0))) as m(measure, counts)
     where m.counts
$$;

comment on function rollup.buyer_lines is
    'Whether a customer counts as orderer, payer and buyer of an agent in the period of the row.';
