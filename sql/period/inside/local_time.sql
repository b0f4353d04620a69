create or replace function period.local_time(instant timestamptz) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select to_char(instant at time zone s.zone, 'YYYY-MM-DD HH24:MI') from ref.shop s $$;

comment on function period.local_time(timestamptz) is 'An instant on the shop''s wall clock, to the minute.';
