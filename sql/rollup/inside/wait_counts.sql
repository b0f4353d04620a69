-- numeric_send has the digits in base 10^4, two bytes each, the first of the weight given; two of them are one of ours.

create or replace function rollup.wait_counts(waits numeric) returns table (bucket smallint, counted bigint)
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with sent as (
        select s.b, (get_byte(s.b, 0) << 8) + get_byte(s.b, 1) as digits, (get_byte(s.b, 2) << 8) + get_byte(s.b, 3) as weight
          from (select numeric_send(waits) as b) s
    )
    select ((s.weight - g.i) / 2)::smallint,
           sum(((get_byte(s.b, 8 + 2 * g.i) << 8) + get_byte(s.b, 9 + 2 * g.i))
               * case (s.weight - g.i) % 2 when 1 then 10000 else 1 end)::bigint
      from sent s
     cross join generate_series(0, s.digits - 1) as g(i)
     group by 1
    having sum((get_byte(s.b, 8 + 2 * g.i) << 8) + get_byte(s.b, 9 + 2 * g.i)) > 0
$$;

comment on function rollup.wait_counts(numeric) is
    'The histogram that rollup.agent_period.waits is: one row per bucket (of settle.bucket) with any wait in it.';
