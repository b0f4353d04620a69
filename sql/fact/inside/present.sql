create or replace view fact.present as
select 'month' as grain, t.agent, m.month as start
  from ref.month m cross join lateral (select distinct x.agent from fact.counted_tally x where x.day >= m.month and x.day < m.ends) t
union all
select distinct 'day', t.agent, t.day from fact.counted_tally t
union all
select 'month', k.agent, m.month
  from ref.month m cross join lateral (select distinct x.agent from fact.counted_mark x where x.period = m.name) k
union all
select 'month', g.agent, m.month
  from ref.month m
 cross join lateral (select distinct x.agent from fact.counted_target x where x.period = m.name and x.metric = 'sales') g;

comment on view fact.present is
    'One row per agent and day or month with a tally, and month with a mark or a sales target: agents who are present even if '
    'nothing was settled for them. More than one of these, more than one row.';
