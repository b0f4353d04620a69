-- Of one number, as nearly always here, it is that number; sum() would first make place for many.

create or replace aggregate settle.added(numeric) (sfunc = numeric_add, stype = numeric, parallel = safe);

comment on aggregate settle.added(numeric) is 'The sum of a few numbers; NULL when all are NULL.';
