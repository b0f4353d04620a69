create or replace function period.latest(for_month date) returns integer
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select max(c.revision) from period.closing c where c.month = for_month $$;

comment on function period.latest(date) is 'The last revision of a closed month; NULL while it is not closed.';
