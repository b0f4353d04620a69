create or replace function fact.exclusions_active() returns bigint[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select array(select e.id from fact.exclusion e where e.ended_at is null order by e.id) $$;

comment on function fact.exclusions_active() is 'The ids of the exclusions in force, in ascending order.';
