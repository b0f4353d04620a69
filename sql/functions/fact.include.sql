create or replace function fact.include(
    exclusion bigint, reason text, as_of timestamptz default null, by_person text default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at    timestamptz;
    ended fact.exclusion;
begin
    perform period.lock();
    at := merit.present(as_of);
    if coalesce(reason, '') = '' then
        raise exception 'ending an exclusion needs a reason' using errcode = 'invalid_parameter_value';
    end if;
    update fact.exclusion e
       set ended_at = at, ended_by = merit.signed(by_person), ended_reason = include.reason
     where e.id = exclusion and e.ended_at is null
    returning e.* into ended;
    if ended.id is null then
        raise exception 'there is no exclusion % in force', exclusion using errcode = 'invalid_parameter_value';
    end if;
    perform pay.record(ended);
    insert into ingest.dirty (customers, days, conversations, orders, tickets, surveys)
    select r.customers, r.days, r.conversations, r.orders, r.tickets, r.surveys
      from fact.exclusion_reach(ended.kind, ended.reference) r;
end $$;

comment on function fact.include(bigint, text, timestamptz, text) is
    'Ends an exclusion: the fact counts again from the next settlement on.';
