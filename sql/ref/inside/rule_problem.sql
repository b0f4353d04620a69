create or replace function ref.rule_problem(key text, value text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case when count(r.key) = 0
                then format('%s is no rule; the rules are %s', rule_problem.key,
                            (select string_agg(l.key, ', ') from ref.rule_list() l))
                else ref.value_problem(rule_problem.key, rule_problem.value, min(r.allowed)) end
      from ref.rule_list() r
     where r.key = rule_problem.key
$$;

comment on function ref.rule_problem(text, text) is
    'What is wrong with a value for a rule, and what would be right; NULL when nothing is wrong.';
