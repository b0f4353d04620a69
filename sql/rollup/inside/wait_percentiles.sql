-- By nearest rank. A number in base 10^8 divided by 10^8 - 1 has in each place the sum of the digits above that place: here how
-- many waits lie above a bucket, found by halves (numeric_send: rollup.wait_counts says how; before its digits stand two bytes
-- that are 0, for a highest place of one digit, and a last digit that is 0 is not there).

create or replace function rollup.wait_percentiles(waits numeric, answered bigint) returns smallint[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    sent   constant bytea := numeric_send(div(waits, 99999999)) || '\x0000';
    weight constant integer := (get_byte(sent, 2) << 8) + get_byte(sent, 3);
    lowest constant integer := 6 + 2 * weight;  -- where the digits of bucket 0 stand
    found  integer[] := '{}';
    least  integer := 0;
    most   integer;
    middle integer;
    place  integer;
    above  bigint;  -- this many waits may lie above the bucket
begin
    if answered = 0 then
        return null;
    end if;
    foreach above in array array[answered / 2, answered / 10, answered / 100] loop
        most := weight / 2 + 1;
        while least < most loop
            middle := (least + most) / 2;
            place := lowest - 4 * middle;
            if ((get_byte(sent, place) << 8) + get_byte(sent, place + 1)) * 10000
               + (get_byte(sent, place + 2) << 8) + get_byte(sent, place + 3) > above then
                least := middle + 1;
            else
                most := middle;
            end if;
        end loop;
        found := found || least;
    end loop;
    return found;
end $$;

comment on function rollup.wait_percentiles(numeric, bigint) is
    'The buckets that the 50th, 90th and 99th percentile of waits (a histogram as in rollup.agent_period) lie in, by '
    'nearest rank; NULL when there are none.';
