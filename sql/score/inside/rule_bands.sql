-- Loops, and reads bands once as long as the next subject has the same ones.

create or replace function score.rule_bands(subjects score.subject[], numbers numeric[], parameters jsonb)
returns score.verdict[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    has_own  constant boolean := parameters ?| array['by_team', 'by_agent'];
    verdicts score.verdict[] := array_fill(null::score.verdict, array[cardinality(subjects)]);
    bands    jsonb := parameters;
    read     jsonb;
    side     integer;    -- 1 where more is better, -1 where less is
    edges    numeric[];  -- times side, the best first
    points   numeric[];  -- and one more, for who reaches none
    reached  integer;
    better   integer;
begin
    for i in 1 .. cardinality(subjects) loop
        continue when numbers[1][i] is null;
        if has_own then
            bands := coalesce(parameters #> array['by_agent', (subjects[i]).agent],
                              parameters #> array['by_team', (subjects[i]).team], parameters);
        end if;
        if read is distinct from bands then
            read := bands;
            side := case when bands ? 'at_least' then 1 else -1 end;
            select array_agg((b.item -> 'value')::numeric * side order by b.i),
                   array_agg((b.item -> 'points')::numeric order by b.i) || (bands -> 'otherwise')::numeric
              into edges, points
              from jsonb_array_elements(coalesce(bands -> 'at_least', bands -> 'at_most')) with ordinality as b(item, i);
        end if;
        reached := 1;
        while numbers[1][i] * side < edges[reached] loop
            reached := reached + 1;
        end loop;
        better := reached - 1;
        while points[better] <= points[reached] loop
            better := better - 1;
        end loop;
        verdicts[i] := row(numbers[1][i], points[reached], edges[reached] * side, edges[better] * side, points[better]);
    end loop;
    return verdicts;
end $$;

comment on function score.rule_bands(score.subject[], numeric[], jsonb) is
    'The rule bands: the points of the first band that the value reaches, or otherwise when it reaches none. A value on '
    'an edge belongs to the better band. parameters: {"at_least" | "at_most": [{"value", "points"}], "otherwise"}, with '
    'the best band first; by_team and by_agent: the same for some of them.';
