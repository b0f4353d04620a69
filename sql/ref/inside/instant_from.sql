create or replace function ref.instant_from(written text) returns timestamptz
language plpgsql stable strict
set search_path = pg_catalog, pg_temp
as $$
begin
    return (select i from cast(written as timestamptz) i where i >= '2000-01-01Z' and i < '2101-01-01Z');
exception when datetime_field_overflow or invalid_datetime_format or invalid_time_zone_displacement_value then
    return null;
end $$;

comment on function ref.instant_from(text) is
    'The instant of a text such as 2026-02-16T00:00:00+08:00; NULL when there is no such instant in the years 2000 to 2100.';
