create or replace view rollup.shown_period as
select r.* from rollup.agent_period r where r.start < coalesce((select h.since from rollup.held h), 'infinity')
union all
select p.* from rollup.held_period p where p.start >= (select h.since from rollup.held h);

comment on view rollup.shown_period is
    'One row per row of rollup.agent_period, as people see it: while months are held (rollup.held), theirs are those before the change.';
