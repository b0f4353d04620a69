create or replace function merit.closes() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select merit.has_role('meritd_close')
        or pg_has_role(merit.caller(), (select n.nspowner from pg_namespace n where n.nspname = 'merit'), 'member')
$$;

comment on function merit.closes() is 'Whether the caller is of the closing role, or the owner.';
