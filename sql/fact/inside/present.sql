create or replace view fact.present as
select 'month' as grain, t.agent, m.month as start
  from ref.month m join fact.tally t on t.day >= m.month and t.day < m.ends
union all
select 'day', t.agent, t.day from fact.tally t
union all
select 'month', k.agent, m.month from ref.month m join fact.mark k on k.period = m.name
union all
select 'month', g.agent, m.month from ref.month m join fact.target g on g.period = m.name and g.metric = 'sales';

comment on view fact.present is
    'One row per tally (by day and by month), monthly mark and monthly sales target: agents who are present on a day or '
    'in a month even if nothing was settled for them.';
