create or replace function score.numbers(expressions jsonb, known score.series[], subjects score.subject[])
returns numeric[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    expression jsonb;
    numbers    numeric[] := '{}';
begin
    for expression in select * from jsonb_array_elements(expressions) loop
        numbers := numbers || array[score.evaluate(expression, known, subjects)];
    end loop;
    return numbers;
end $$;

comment on function score.numbers(jsonb, score.series[], score.subject[]) is
    'What each of the expressions comes to for each subject: numbers[expression][subject].';
