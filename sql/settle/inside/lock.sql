-- A lock of the table settle.state that conflicts with itself alone, and that nobody but the owner, who this runs as, and
-- meritd_settle can take: an advisory lock could be taken by every login. Nothing is written.

create or replace function settle.lock(wait boolean) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    before   text := current_setting('lock_timeout');
    patience text := case before when '0' then '5min' else before end;
begin
    if not wait then
        lock table settle.state in share update exclusive mode nowait;
        return true;
    end if;
    perform set_config('lock_timeout', patience, true);
    lock table settle.state in share update exclusive mode;
    perform set_config('lock_timeout', before, true);
    return true;
exception when lock_not_available then
    if not wait then
        return false;
    end if;
    raise exception 'waited % for another one that settles or closes: %', patience, settle.holder()
        using errcode = 'lock_not_available',
              hint = 'wait until it ends; or, should it hang, end it: select pg_terminate_backend(PID)';
end $$;

comment on function settle.lock(boolean) is
    'Takes the settler''s lock until the end of the transaction: waits for it, as long as lock_timeout says or else five '
    'minutes, or only tries. Whoever writes settled or rollup holds it.';
