-- Takes many numbers per call, so that one piece of dynamic SQL serves all agents.

create or replace function score.rule_points(rule_name text, numbers numeric[], parameters jsonb)
returns numeric[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    rule_function text;
    points        numeric[];
begin
    select r.function into strict rule_function from score.rule r where r.rule = rule_name;
    -- A check on score.rule lets only schema.name in, and score.check makes sure that the function exists.
    execute format('select array_agg(case when u.n is not null then %s(u.n, $2) end order by u.i) '
                   'from unnest($1) with ordinality as u(n, i)', rule_function)
        into points using numbers, parameters;
    return points;
end $$;

comment on function score.rule_points(text, numeric[], jsonb) is
    'The points that a rule gives to each number, in the same order; NULL for NULL.';
