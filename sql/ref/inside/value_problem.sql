create or replace function ref.value_problem(key text, value text, allowed text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select case
           when allowed not like '%…%'
                then case when value_problem.value <> all (string_to_array(allowed, ', '))
                          then format('%s is "%s"; it must be one of %s', key, value, allowed) end
           when value_problem.value !~ '^\d{1,9}$'
                or value_problem.value::integer not between split_part(allowed, ' … ', 1)::integer
                                                        and split_part(allowed, ' … ', 2)::integer
                then format('%s is "%s"; it must be a whole number, %s', key, value, allowed)
           end
$$;

comment on function ref.value_problem(text, text, text) is
    'What is wrong with a value for a key, and what would be right; NULL when nothing is wrong. allowed: two whole '
    'numbers, as "1 … 366", or words, as "yes, no".';
