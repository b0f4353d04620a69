create or replace view fact.present as
select 'month' as grain, t.agent, date_trunc('month', t.day)::date as start from fact.tally t
union all
select 'day', t.agent, t.day from fact.tally t
union all
select 'month', m.agent, to_date(m.period, 'YYYY-MM') from fact.mark m where m.period ~ '^\d{4}-\d{2}$'
union all
select 'month', g.agent, to_date(g.period, 'YYYY-MM') from fact.target g
 where g.metric = 'sales' and g.period ~ '^\d{4}-\d{2}$';

comment on view fact.present is
    'One row per tally (by day and by month), monthly mark and monthly sales target: agents who are present on a day or '
    'in a month even if nothing was settled for them.';
