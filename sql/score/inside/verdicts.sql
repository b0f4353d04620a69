-- Takes everybody at once, so that one piece of dynamic SQL serves all.

create or replace function score.verdicts(rule_name text, subjects score.subject[], numbers numeric[], parameters jsonb)
returns score.verdict[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    rule_function constant text := (select r.function from score.rule r where r.rule = rule_name);
    verdicts      score.verdict[];
begin
    if cardinality(subjects) = 0 then
        return '{}';
    end if;
    -- A check on score.rule lets only schema.name in, and score.check makes sure that the function exists.
    execute format('select %s($1, $2, $3)', rule_function) into verdicts using subjects, numbers, parameters;
    return verdicts;
end $$;

comment on function score.verdicts(text, score.subject[], numeric[], jsonb) is
    'What a rule says of each subject, in the same order. numbers[value][subject].';
