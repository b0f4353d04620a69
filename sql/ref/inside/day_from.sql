create or replace function ref.day_from(written text) returns date
language plpgsql stable strict
set search_path = pg_catalog, pg_temp
as $$
begin
    return (select d from cast(written as date) d where d between '2000-01-01' and '2100-12-31');
exception when datetime_field_overflow or invalid_datetime_format then
    return null;
end $$;

comment on function ref.day_from(text) is
    'The day of a text such as 2026-10-01; NULL when there is no such day in the years 2000 to 2100.';
