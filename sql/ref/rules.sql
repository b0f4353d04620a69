create or replace function ref.rules() returns ref.rule_set
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select r from ref.rule_set r order by r.effective desc limit 1 $$;

comment on function ref.rules() is 'The last rule set. What is fixed with the first event is the same in all of them.';
