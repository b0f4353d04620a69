create or replace function score.rule_mark(value numeric, parameters jsonb)
returns numeric
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    allowed constant jsonb := parameters -> 'allowed';
    mark    numeric;
begin
    for i in 0 .. pg_catalog.jsonb_array_length(allowed) - 1 loop
        mark := allowed -> i;
        exit when value >= mark;
    end loop;
    return mark;
end $$;

comment on function score.rule_mark(numeric, jsonb) is
    'The rule mark: the value itself if it is allowed, or else the next lower allowed one; below the lowest, the lowest. '
    'value and points are of 100. parameters: {"allowed": [points]}, with the best first.';
