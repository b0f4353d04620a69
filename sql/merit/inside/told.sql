create or replace function merit.told(as_of timestamptz default null) returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select coalesce(as_of, nullif(current_setting('merit.now', true), '')::timestamptz) $$;

comment on function merit.told(timestamptz) is
    'The instant that the caller names: as_of, or else the setting merit.now (--now). NULL: the caller names none.';
