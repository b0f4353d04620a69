create or replace view rollup.shown_dimension as
select r.* from rollup.dimension_period r where r.start < coalesce((select h.since from rollup.held h), 'infinity')
union all
select p.* from rollup.held_dimension p where p.start >= (select h.since from rollup.held h);

comment on view rollup.shown_dimension is 'One row per row of rollup.dimension_period, as people see it: rollup.shown_period for surveys by dimension.';
