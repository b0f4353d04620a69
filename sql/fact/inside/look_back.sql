create or replace function fact.look_back() returns integer
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select max(ref.look_back(r)) from ref.rule_set r $$;

comment on function fact.look_back() is 'How many days before a month its numbers may depend on, at most, by any rule set.';
