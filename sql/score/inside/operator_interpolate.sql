create or replace function score.operator_interpolate(subjects score.subject[], numbers numeric[], parameters jsonb)
returns numeric[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    through constant jsonb := parameters -> 'through';
    xs      constant numeric[] := array(select (p -> 'value')::numeric from jsonb_array_elements(through) p order by 1);
    ys      constant numeric[] := array(select (p -> 'gives')::numeric from jsonb_array_elements(through) p
                                         order by (p -> 'value')::numeric);
    results numeric[] := '{}';
    x       numeric;
    i       integer;
begin
    for place in 1 .. cardinality(subjects) loop
        x := least(greatest(numbers[1][place], xs[1]), xs[cardinality(xs)]);
        i := 1;
        while x > xs[i] loop
            i := i + 1;
        end loop;
        results[place] := case when numbers[1][place] is null then null
                               when x = xs[i] then ys[i]
                               else ys[i - 1] + trim_scale(round((ys[i] - ys[i - 1]) * (x - xs[i - 1])
                                                             / (xs[i] - xs[i - 1]), 12)) end;
    end loop;
    return results;
end $$;

comment on function score.operator_interpolate(score.subject[], numeric[], jsonb) is
    'On the straight line between two neighbours of the list, to twelve decimals; beyond its ends, the end''s. parameters: '
    '{"through": [{"value", "gives"}]}, by rising value.';
