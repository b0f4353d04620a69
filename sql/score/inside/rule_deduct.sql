create or replace function score.rule_deduct(subjects score.subject[], numbers numeric[], parameters jsonb)
returns score.verdict[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select score.rule_linear(subjects, numbers, jsonb_build_object(
               'from', 0, 'points', parameters -> 'full', 'unit', 1, 'loss', parameters -> 'per', 'begun', true,
               'floor', parameters -> 'floor', 'cap', parameters -> 'full'))
$$;

comment on function score.rule_deduct(score.subject[], numeric[], jsonb) is
    'The rule deduct: full points, less so many for each count, down to a floor; half a count is one. parameters: {"full", "per", '
    '"floor"}.';
