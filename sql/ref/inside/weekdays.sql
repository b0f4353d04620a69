create or replace function ref.weekdays() returns table (weekday text, isodow integer)
language sql immutable parallel safe rows 7
set search_path = pg_catalog, pg_temp
as $$
    values ('mon', 1), ('tue', 2), ('wed', 3), ('thu', 4), ('fri', 5), ('sat', 6), ('sun', 7)
$$;

comment on function ref.weekdays() is 'One row per day of the week, as service hours name it, and its number in ISO 8601.';
