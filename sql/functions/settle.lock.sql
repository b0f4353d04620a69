create or replace function settle.lock(wait boolean) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if wait then
        perform pg_advisory_xact_lock(5283711069421);
        return true;
    end if;
    return pg_try_advisory_xact_lock(5283711069421);
end $$;

comment on function settle.lock is
    'Takes the settler''s lock until the end of the transaction: waits for it, or only tries. Whoever writes '
    'settled or rollup holds it.';
