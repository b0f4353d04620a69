create or replace function ref.is_suspended(instant timestamptz) returns boolean
language sql stable strict
set search_path = pg_catalog, pg_temp
as $$ select instant <@ ref.suspended() $$;

comment on function ref.is_suspended(timestamptz) is
    'Does the instant lie in a suspended span? Its end is outside. Of many, ask ref.suspended once.';
