create or replace function merit.decision_time(as_of timestamptz default null) returns timestamptz
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    named timestamptz := merit.told(as_of);
begin
    if named is null then
        return merit.clock();
    elsif merit.clock_is_told() then
        return named;
    end if;
    raise exception '% may not act as of %: the clock decides', merit.caller(), period.local_time(named)
        using errcode = 'insufficient_privilege', hint = 'leave out as_of, --now and the setting merit.now';
end $$;

comment on function merit.decision_time(timestamptz) is
    'The instant at which something is decided, and with which it is recorded: the clock. A caller who names another '
    'instant, by as_of or by the setting merit.now, is refused (42501). Only a close may be as of another instant, with '
    'anyway and a reason.';
