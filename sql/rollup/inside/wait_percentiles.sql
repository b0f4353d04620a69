-- By nearest rank, walking the digits from the highest bucket down (numeric_send: rollup.wait_counts says how). Two digits in base
-- 10^4 are one bucket; a highest one of odd weight begins its pair.

create or replace function rollup.wait_percentiles(waits numeric, answered bigint) returns smallint[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    sent     constant bytea := numeric_send(waits) || '\x0000';
    weight   constant integer := (get_byte(sent, 2) << 8) + get_byte(sent, 3);
    first_at constant integer := 6 + 2 * (weight & 1);
    last_at  constant integer := 7 + 2 * ((get_byte(sent, 0) << 8) + get_byte(sent, 1));
    above_50 constant bigint := answered - ceil(answered * 0.50);  -- so many waits may lie above the median's bucket
    above_90 constant bigint := answered - ceil(answered * 0.90);
    above_99 constant bigint := answered - ceil(answered * 0.99);
    bucket   integer := weight / 2;
    above    bigint := 0;
    counted  bigint;
    p50      integer;
    p90      integer;
    p99      integer;
begin
    if answered = 0 then
        return null;
    end if;
    for i in first_at .. last_at by 4 loop
        counted := ((get_byte(sent, i) << 8) + get_byte(sent, i + 1)) * 10000
                   + (get_byte(sent, i + 2) << 8) + get_byte(sent, i + 3);
        if counted > 0 then
            p99 := case when above <= above_99 then bucket else p99 end;
            p90 := case when above <= above_90 then bucket else p90 end;
            exit when above > above_50;
            p50 := bucket;
            above := above + counted;
        end if;
        bucket := bucket - 1;
    end loop;
    return array[p50, p90, p99];
end $$;

comment on function rollup.wait_percentiles(numeric, bigint) is
    'The buckets of the 50th, 90th and 99th percentile of a histogram of so many waits; NULL when there are none.';
