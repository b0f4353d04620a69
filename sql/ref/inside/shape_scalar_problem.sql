create or replace function ref.shape_scalar_problem(item jsonb, shape jsonb)
returns text
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    number constant numeric := case jsonb_typeof(item) when 'number' then item::numeric end;
    word   constant text := item #>> '{}';
begin
    return case
        when abs(number) >= 1e12 then format('must be less than 1000000000000; is %s', ref.excerpt(item))
        when scale(number) > 12 then format('must have at most 12 decimals; is %s', ref.excerpt(item))
        when number < (shape ->> 'from')::numeric then format('must be at least %s; is %s', shape ->> 'from', word)
        when number > (shape ->> 'to')::numeric then format('must be at most %s; is %s', shape ->> 'to', word)
        when number <= (shape ->> 'above')::numeric then format('must be more than %s; is %s', shape ->> 'above', word)
        when (shape ->> 'whole')::boolean and number <> trunc(number) then format('must be a whole number; is %s', word)
        when shape ? 'one_of' and not shape -> 'one_of' ? word then
            format('must be one of %s; is %s', ref.comma_list(shape -> 'one_of'), ref.excerpt(item))
        when shape ? 'like' and word !~ (shape ->> 'like') then
            format('must be %s; is %s', shape ->> 'as', ref.excerpt(item))
    end;
end $$;

comment on function ref.shape_scalar_problem(jsonb, jsonb) is
    'The part of ref.shape_problems for a number or a text: what would be right, or NULL.';
