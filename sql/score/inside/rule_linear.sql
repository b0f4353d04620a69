-- Units are counted the way to more points, so that a gain and a loss are one thing. begun takes the whole units below the
-- value: a gain counts when its unit is full, a loss as soon as its unit has begun. div and mod are exact.

create or replace function score.rule_linear(subjects score.subject[], numbers numeric[], parameters jsonb)
returns score.verdict[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    side     constant integer := case when parameters ? 'gain' then 1 else -1 end;
    origin   constant numeric := parameters -> 'from';
    unit     constant numeric := parameters -> 'unit';
    size     constant numeric := coalesce(parameters -> 'gain', parameters -> 'loss');
    start    constant numeric := parameters -> 'points';
    low      constant numeric := parameters -> 'floor';
    high     constant numeric := parameters -> 'cap';
    begun    constant boolean := coalesce((parameters -> 'begun')::boolean, false);
    best     constant numeric := case when begun then ceil((high - start) / size) else (high - start) / size end;
    verdicts score.verdict[] := array_fill(null::score.verdict, array[cardinality(subjects)]);
    far      numeric;  -- from the origin, the way to more points
    units    numeric;
    better   numeric;  -- the nearest units that give more
    points   numeric;
begin
    for i in 1 .. cardinality(subjects) loop
        far := (numbers[1][i] - origin) * side;
        continue when far is null;
        units := case when begun then div(far, unit) - (mod(far, unit) < 0)::integer else far / unit end;
        points := least(high, greatest(low, trim_scale(round(start + case when begun then units * size
                                                                           else far * size / unit end, 12))));
        better := case when points >= high then null
                       when begun then greatest(units, floor((low - start) / size)) + 1
                       else best end;
        verdicts[i] := row(numbers[1][i], points,
                           case when points >= high then trim_scale(round(origin + side * unit * best, 12))
                                when begun and points > low then origin + side * unit * units end,
                           trim_scale(round(origin + side * unit * better, 12)),
                           case when better is not null then trim_scale(round(least(high, start + better * size), 12)) end);
    end loop;
    return verdicts;
end $$;

comment on function score.rule_linear(score.subject[], numeric[], jsonb) is
    'The rule linear: points at the value from, and gain more or loss fewer for each unit above it (below it the other way), '
    'between floor and cap. With begun, units count whole: a loss as soon as its unit has begun. parameters: {"from", "points", '
    '"unit", "gain" | "loss", "floor", "cap", "begun"}.';
