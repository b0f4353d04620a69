create or replace function score.operator_multiply(subjects score.subject[], numbers numeric[], parameters jsonb)
returns numeric[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    products numeric[] := '{}';
    product  numeric;
begin
    for place in 1 .. cardinality(subjects) loop
        product := 1;
        for i in 1 .. array_length(numbers, 1) loop
            product := product * numbers[i][place];
        end loop;
        products[place] := product;
    end loop;
    return products;
end $$;

comment on function score.operator_multiply(score.subject[], numeric[], jsonb) is
    'The product of the operands; NULL where one of them is.';
