create or replace function ref.rule_value(key text, value text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case when r.allowed like 'up to %'
                then array(select distinct g::integer from string_to_table(rule_value.value, ',') g order by 1)::text
                else rule_value.value end
      from ref.rule_list() r
     where r.key = rule_value.key
$$;

comment on function ref.rule_value(text, text) is
    'The value of a rule as its column of ref.rule_set reads it: of a list, its numbers in order, each once.';
