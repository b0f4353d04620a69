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
    top      constant numeric := trim_scale(round(
        origin + side * unit * case when begun then ceil((high - start) / size) else (high - start) / size end, 12));  -- the edge of the cap
    lowest   constant numeric := floor((low - start) / size);  -- the units of the floor
begin
    return array(
        select case when n.value is null then null
                    when p.points >= high then row(n.value, p.points, top, null, null)::score.verdict
                    when not begun then row(n.value, p.points, null, top, high)::score.verdict
                    else row(n.value, p.points, case when p.points > low then origin + side * unit * p.units end,
                             trim_scale(round(origin + side * unit * (greatest(p.units, lowest) + 1), 12)),
                             trim_scale(round(least(high, start + (greatest(p.units, lowest) + 1) * size), 12)))::score.verdict end
          from unnest(numbers[1:1]) with ordinality as n(value, place)
         cross join lateral (select (n.value - origin) * side as far offset 0) f
         cross join lateral (  -- units: from the origin, the way to more points
               select case when begun then div(f.far, unit) - (mod(f.far, unit) < 0)::integer end as units offset 0) u
         cross join lateral (
               select u.units, least(high, greatest(low, trim_scale(round(
                      start + case when begun then u.units * size else f.far * size / unit end, 12)))) as points offset 0) p
         order by n.place);
end $$;

comment on function score.rule_linear(score.subject[], numeric[], jsonb) is
    'The rule linear: points at the value from, and gain more or loss fewer for each unit above it (below it the other way), '
    'between floor and cap. With begun, units count whole: a loss as soon as its unit has begun. parameters: {"from", "points", '
    '"unit", "gain" | "loss", "floor", "cap", "begun"}.';
