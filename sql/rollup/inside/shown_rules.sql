-- Months before those that are held have the same rules as before. Of rollup.held there is one row, as the planner sees by its key.

create or replace view rollup.shown_rules as
select case when row_number() over sets = 1 then '-infinity' else r.effective end as since,
       lead(r.effective, 1, 'infinity') over sets as until,
       r.*
  from (select c.* from ref.rule_set c where not exists (select from rollup.held)
        union all
        select b.* from rollup.held h cross join jsonb_populate_recordset(null::ref.rule_set, h.rules) b
         where h.singleton) r
window sets as (order by r.effective);

comment on view rollup.shown_rules is
    'One row per rule set that made what rollup.shown_period shows of the business days [since, until).';
