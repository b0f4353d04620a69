-- A condition on month decides for which months the function is called; it is called for no others, nor for kept ones.

create or replace view merit.month_drift as
select k.month, k.revision, k.agent, k.item, k.name, k.frozen, k.today, k.difference
  from period.kept_drift k
 where k.month = any ((select score.kept_months())::date[])
union all
select c.month, d.revision, d.agent, d.item, d.name, d.frozen, d.today, d.difference
  from (select distinct x.month from period.closing x) c
 cross join lateral period.drift(c.month) d
 where c.month <> all ((select score.kept_months())::date[]);

comment on view merit.month_drift is
    'One row per closed month, agent and item (metric, total, rank, grade, indicator) whose value today, with today''s facts and '
    'exclusions, is not what the last revision froze. name: which metric, which scheme, or which scheme and indicator. Indicators are those that weigh nothing; values and points are of what pay items, counts or the next month look at.';

comment on column merit.month_drift.month is 'The first day of the business month.';
comment on column merit.month_drift.revision is 'The number of the close: 0 for the first, then 1, 2, … for each revision.';
comment on column merit.month_drift.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.month_drift.item is 'What would be different: metric, total, rank, grade, indicator (the value of one that weighs nothing), value or points (of one that pay items, counts or the next month look at).';
comment on column merit.month_drift.name is 'The name of the metric, of the scheme, or of the scheme and the indicator.';
comment on column merit.month_drift.frozen is 'As the last revision froze it.';
comment on column merit.month_drift.today is 'As today''s facts make it.';
comment on column merit.month_drift.difference is 'today - frozen; NULL for grades.';
