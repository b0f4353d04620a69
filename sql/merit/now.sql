create or replace function merit.now() returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select coalesce(nullif(current_setting('merit.now', true), '')::timestamptz, now()) $$;

comment on function merit.now() is
    'The instant that views are read as of: the setting merit.now where there is one (tests, what-if), else now(). Anybody '
    'may set it, to read; what is recorded takes its time from merit.decision_time.';
