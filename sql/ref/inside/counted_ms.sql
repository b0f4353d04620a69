create or replace function ref.counted_ms(team text, begun timestamptz, ended timestamptz) returns bigint
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select (ref.counted_waits(array[team], array[begun], array[ended]))[1] $$;

comment on function ref.counted_ms(text, timestamptz, timestamptz) is 'ref.counted_waits of one wait.';
