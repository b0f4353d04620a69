-- The function is called for the months that a condition on month leaves, and for no other.
create or replace view merit.month_drift as
select c.month, d.revision, d.agent, d.item, d.name, d.frozen, d.today, d.difference
  from (select distinct x.month from period.closing x) c
 cross join lateral period.drift(c.month) d;

comment on view merit.month_drift is
    'One row per closed month, agent and item (metric, total, rank, grade) that would be something else with '
    'today''s facts and exclusions than its last revision froze. name: of the metric, or the scheme.';
