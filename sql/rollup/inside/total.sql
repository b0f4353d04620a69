-- sum() makes a numeric of each, so that it cannot overflow; what a column holds has to fit into it anyway.

create or replace aggregate rollup.total(bigint) (sfunc = int8pl, stype = bigint, parallel = safe);

comment on aggregate rollup.total(bigint) is 'The sum as bigint; NULL when all are NULL.';
