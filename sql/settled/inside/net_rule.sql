-- Arrays, looked up by their place: the planner would join each order or buyer with all rule sets.

create or replace view settled.net_rule as
select array_agg(r.since order by r.since) as since, array_agg((r.rules).sales_net order by r.since) as net
  from ref.rule_span r;

comment on view settled.net_rule is
    'One row: the business days from which on each rule set holds, and its sales_net. That of a day is net[width_bucket(day, since)].';
