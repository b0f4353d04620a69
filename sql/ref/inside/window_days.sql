create or replace function ref.window_days() returns integer
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select max(r.order_window_days) from ref.rule_set r $$;

comment on function ref.window_days() is 'How many business days the widest inquiry and credit window of any rule set has.';
