create or replace view ref.rule_span as
select case when row_number() over sets = 1 then '-infinity' else r.effective end as since,
       lead(r.effective, 1, 'infinity') over sets as until,
       r as rules
  from ref.rule_set r
window sets as (order by r.effective);

comment on view ref.rule_span is 'One row per rule set, and the business days [since, until) whose numbers it makes.';
