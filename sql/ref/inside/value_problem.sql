create or replace function ref.value_problem(key text, value text, allowed text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    with known as (  -- "up to 4 of 1 … 9": a list of so many
        select l.most, coalesce(l.of, value_problem.allowed) as allowed,
               case when l.most is null then array[value_problem.value] else string_to_array(value_problem.value, ',') end as given
          from (select (regexp_match(allowed, '^up to (\d+) of (.*)$'))[1]::integer as most,
                       (regexp_match(allowed, '^up to (\d+) of (.*)$'))[2] as of) l
    )
    select case
           when k.allowed not like '%…%'
                then case when value_problem.value <> all (string_to_array(k.allowed, ', '))
                          then format('%s is "%s"; it must be one of %s', key, value, k.allowed) end
           when exists (select from unnest(k.given) g
                         where case when g ~ '^\d{1,9}$' then g::integer not between split_part(k.allowed, ' … ', 1)::integer
                                                                                 and split_part(k.allowed, ' … ', 2)::integer
                                    else true end)
                or cardinality(k.given) not between 1 and coalesce(k.most, 1)
                then format(case when k.most is null then '%s is "%s"; it must be a whole number, %s'
                                 else '%s is "%s"; it must be whole numbers separated by commas, %s' end, key, value,
                            value_problem.allowed)
           end
      from known k
$$;

comment on function ref.value_problem(text, text, text) is
    'What is wrong with a value for a key, and what would be right; NULL when nothing is wrong. allowed: two whole '
    'numbers, as "1 … 366", a list of them, as "up to 4 of 1 … 366", or words, as "yes, no".';
