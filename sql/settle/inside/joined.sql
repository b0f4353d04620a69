create or replace aggregate settle.joined(bigint[]) (sfunc = array_cat, stype = bigint[], parallel = safe);

comment on aggregate settle.joined(bigint[]) is 'All lists one after the other; NULL when all are NULL.';
