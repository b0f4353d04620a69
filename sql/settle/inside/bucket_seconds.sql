create or replace function settle.bucket_seconds(bucket integer) returns numeric
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when bucket = 0 then 0
                else round((1.05 ^ (bucket - 0.5))::numeric / 1000, 3) end
$$;

comment on function settle.bucket_seconds(integer) is
    'The wait in seconds that stands for a bucket: its geometric middle, within 2.5 % of every wait in it.';
