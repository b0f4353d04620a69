create or replace function merit.sees_wages() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select merit.has_role('merit_payroll') or merit.is_owner() $$;

comment on function merit.sees_wages() is 'Whether the caller sees everybody''s pay: payroll and the owner do.';
