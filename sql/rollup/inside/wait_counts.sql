-- numeric_send has the digits in base 10^4, two bytes each, the first of the weight given; two of them are one of ours, and a last
-- one that is 0 is not there.

create or replace function rollup.wait_counts(waits numeric) returns table (bucket smallint, counted bigint)
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    sent   constant bytea := numeric_send(waits) || '\x0000';
    weight constant integer := (get_byte(sent, 2) << 8) + get_byte(sent, 3);
    ends   constant integer := 8 + 2 * ((get_byte(sent, 0) << 8) + get_byte(sent, 1));
begin
    bucket := weight / 2;
    for i in 6 + 2 * (weight & 1) .. ends - 1 by 4 loop  -- before the digits stand two bytes that are 0
        counted := ((get_byte(sent, i) << 8) + get_byte(sent, i + 1)) * 10000
                   + (get_byte(sent, i + 2) << 8) + get_byte(sent, i + 3);
        if counted > 0 then
            return next;
        end if;
        bucket := bucket - 1;
    end loop;
end $$;

comment on function rollup.wait_counts(numeric) is
    'The histogram that rollup.agent_period.waits is: one row per bucket (of settle.bucket) with any wait in it.';
