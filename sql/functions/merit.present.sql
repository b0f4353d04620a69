-- The clock is clock_timestamp(), not now(): who holds a transaction open would otherwise take its beginning for today.

create or replace function merit.present(as_of timestamptz default null) returns timestamptz
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    named timestamptz := coalesce(as_of, nullif(current_setting('merit.now', true), '')::timestamptz);
begin
    if named is null then
        return clock_timestamp();
    elsif merit.has_role('meritd_close') or merit.has_role('merit_operator')
          or pg_has_role(merit.caller(), (select n.nspowner from pg_namespace n where n.nspname = 'merit'), 'member') then
        return named;
    end if;
    raise exception '% may not act as of %: the clock decides', merit.caller(), period.local_time(named)
        using errcode = 'insufficient_privilege', hint = 'leave out as_of, --now and the setting merit.now';
end $$;

comment on function merit.present(timestamptz) is
    'The instant that something is decided at and recorded with: as_of, else the setting merit.now, else the clock. '
    'Who is neither operator nor the closing role nor the owner names none (42501): for them the clock decides.';
