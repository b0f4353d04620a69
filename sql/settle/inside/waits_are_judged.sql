create or replace function settle.waits_are_judged(rules ref.rule_set) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select exists (select from ref.service_hours) or rules.response_from <> 'question' $$;

comment on function settle.waits_are_judged(ref.rule_set) is
    'Whether anything makes waits or rounds other than what elapsed: service hours, or the rule response.from.';
