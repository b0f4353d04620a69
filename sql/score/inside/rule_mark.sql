create or replace function score.rule_mark(subjects score.subject[], numbers numeric[], parameters jsonb)
returns score.verdict[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when parameters ? 'range'
                then score.rule_linear(subjects, numbers, jsonb_build_object(
                         'from', parameters #> '{range,from}', 'points', parameters #> '{range,from}', 'unit', 1, 'gain', 1,
                         'floor', parameters #> '{range,from}', 'cap', parameters #> '{range,to}'))
                else score.rule_bands(subjects, numbers, jsonb_build_object(
                         'at_least', (select jsonb_agg(jsonb_build_object('value', m.mark, 'points', m.mark) order by m.i)
                                        from jsonb_array_elements(parameters -> 'allowed') with ordinality as m(mark, i)),
                         'otherwise', parameters -> 'allowed' -> -1)) end
$$;

comment on function score.rule_mark(score.subject[], numeric[], jsonb) is
    'The rule mark: the value itself if it is allowed, or else the next lower allowed one; below the lowest, the lowest. With a '
    'range: the value, not below its beginning and not above its end. parameters: {"allowed": [points]}, with the best first, or '
    '{"range": {"from", "to"}}.';
