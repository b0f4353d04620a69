create or replace function score.rule_ratio(subjects score.subject[], numbers numeric[], parameters jsonb)
returns score.verdict[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select score.rule_linear(subjects, numbers, jsonb_build_object(
               'from', 0, 'points', 0, 'unit', 1, 'gain', parameters -> 'times', 'floor', 0, 'cap', parameters -> 'cap'))
$$;

comment on function score.rule_ratio(score.subject[], numeric[], jsonb) is
    'The rule ratio: the value times a number, from 0 up to a cap. parameters: {"times", "cap"}.';
