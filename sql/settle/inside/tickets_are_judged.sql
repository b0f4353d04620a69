create or replace function settle.tickets_are_judged() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select exists (select from ref.rule_set r where r.ticket_clock = 'hours') $$;

comment on function settle.tickets_are_judged() is 'Whether any rule set times tickets inside service hours.';
