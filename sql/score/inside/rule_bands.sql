-- A loop and not a query: the function is called once per agent and indicator, and starting a query would cost ten times
-- as much.

create or replace function score.rule_bands(value numeric, parameters jsonb)
returns numeric
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    rising constant boolean := parameters ? 'at_least';
    bands  constant jsonb := case when rising then parameters -> 'at_least' else parameters -> 'at_most' end;
    edge   numeric;
begin
    for i in 0 .. pg_catalog.jsonb_array_length(bands) - 1 loop
        edge := bands -> i -> 'value';
        if rising and value >= edge or not rising and value <= edge then
            return bands -> i -> 'points';
        end if;
    end loop;
    return parameters -> 'otherwise';
end $$;

comment on function score.rule_bands(numeric, jsonb) is
    'The rule bands: the points of the first band that the value reaches, or otherwise when it reaches none. A value on '
    'an edge belongs to the better band. parameters: {"at_least" | "at_most": [{"value", "points"}], "otherwise"}, with '
    'the best band first.';
