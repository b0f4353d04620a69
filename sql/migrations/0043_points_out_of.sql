-- 0043: points out of 5, out of an item's maximum, or of anything else.

alter table score.indicator add column out_of numeric not null default 100 check (out_of > 0);
alter table score.indicator alter column out_of drop default;
comment on column score.indicator.out_of is 'What its points are out of: 100 points in a sheet of 100, 5 in one of five.';
alter type score.point add attribute worth numeric;
