create or replace function ref.rules_on(day date) returns ref.rule_set
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select s.rules from ref.rule_span s where rules_on.day >= s.since and rules_on.day < s.until $$;

comment on function ref.rules_on(date) is 'The rule set that makes the numbers of a business day.';
