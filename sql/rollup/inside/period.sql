create or replace view rollup.period as
select r.grain, r.start from rollup.shown_period r
union
select p.grain, p.start from fact.present p;

comment on view rollup.period is 'One row per day and month (grain, start) with anything of anybody in it.';
