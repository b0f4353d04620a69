create or replace function merit.now() returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select coalesce(nullif(current_setting('merit.now', true), '')::timestamptz, now()) $$;

comment on function merit.now is
    'The present of the views: the setting merit.now if there is one (tests, what-if), else now(). Anybody may set '
    'it, to read: what is recorded takes merit.present.';
