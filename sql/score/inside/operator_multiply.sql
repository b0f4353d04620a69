create or replace function score.operator_multiply(subjects score.subject[], numbers numeric[], parameters jsonb)
returns numeric[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    products numeric[] := numbers[1:1][:];
begin
    for i in 2 .. array_length(numbers, 1) loop
        products := array(
            select u.product * u.factor
              from unnest(products, numbers[i:i][:]) with ordinality as u(product, factor, place)
             order by u.place);
    end loop;
    return array(select p.product from unnest(products) with ordinality as p(product, place) order by p.place);
end $$;

comment on function score.operator_multiply(score.subject[], numeric[], jsonb) is
    'The product of the operands; NULL where one of them is.';
