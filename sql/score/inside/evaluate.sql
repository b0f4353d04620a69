create or replace function score.evaluate(expression jsonb, known score.series[], subjects score.subject[])
returns numeric[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    applied score.operator;
    numbers numeric[];
begin
    if expression ? 'number' then
        return array_fill((expression -> 'number')::numeric, array[cardinality(subjects)]);
    end if;
    select o.* into applied from score.operator o where expression ? o.operator;
    if not found then
        select k.numbers into strict numbers from unnest(known) k where k.leaf = expression - 'comment';
        return numbers;
    end if;
    -- A check on score.operator lets only schema.name in.
    execute format('select %s($1, $2, $3)', applied.function)
       into numbers using subjects, score.numbers(expression -> applied.operator, known, subjects), expression - applied.operator;
    return numbers;
end $$;

comment on function score.evaluate(jsonb, score.series[], score.subject[]) is
    'What an expression comes to for each subject, in their order. known: the named amounts, as score.leaves names them. Raises '
    'P0002 where one is not known.';
