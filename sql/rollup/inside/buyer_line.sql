create or replace view rollup.buyer_line as
select b.customer, b.grain, b.start, b.agent, m.measure, 1::numeric as value
  from settled.buyer b
 cross join lateral (values
       ('orderers', b.orders > 0),
       ('payers', b.in_time > 0),
       ('buyers', b.payments > 0 and (b.amount > 0 or not (select n.net from settled.net_rule n)[width_bucket(b.start, (select n.since from settled.net_rule n))]))) as m(measure, counts)
 where m.counts;

comment on view rollup.buyer_line is
    'One row per buyer of an agent in a period and line that it contributes: whether the customer counts as orderer, '
    'payer and buyer.';
