create or replace function ref.rule_problem(key text, value text) returns text
language sql stable
as $$
    with rule as (select r.* from ref.rule_list() r where r.key = rule_problem.key)
    select case
           when not exists (select from rule)
                then format('%s is no rule; the rules are %s', rule_problem.key,
                            (select string_agg(r.key, ', ') from ref.rule_list() r))
           when (select r.allowed from rule r) not like '%…%'
                then case when rule_problem.value <> all (string_to_array((select r.allowed from rule r), ', '))
                          then format('%s is "%s"; it must be one of %s', rule_problem.key,
                                      rule_problem.value, (select r.allowed from rule r)) end
           when rule_problem.value !~ '^\d{1,9}$'
                or rule_problem.value::integer not between
                   split_part((select r.allowed from rule r), ' … ', 1)::integer
                   and split_part((select r.allowed from rule r), ' … ', 2)::integer
                then format('%s is "%s"; it must be a whole number, %s', rule_problem.key,
                            rule_problem.value, (select r.allowed from rule r))
           end
$$;

comment on function ref.rule_problem is
    'What is wrong with setting a rule to a value, and what would be right; NULL when nothing is.';
