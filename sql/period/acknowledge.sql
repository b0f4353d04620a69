-- Without the lock of the month's end, which an agent could keep (period.record_appeals).

create or replace function period.acknowledge(for_month date, as_of timestamptz default null) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at  timestamptz := merit.decision_time(as_of);
    own text[] := pay.own_accounts(for_month);
    n   integer;
begin
    if merit.me() is null then
        raise exception '%', ref.said(ref.message('refused.acknowledge', merit.caller()))
            using errcode = 'insufficient_privilege';
    elsif period.latest(for_month) is null then
        raise exception '%', ref.said(ref.message('refused.not_closed', period.month_name(for_month))) using errcode = 'object_not_in_prerequisite_state';
    elsif not exists (select from period.result_revisions(for_month) r where r.agent = any (own)) then
        raise exception '%', ref.said(ref.message('refused.no_result', merit.me(), period.month_name(for_month)))
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    insert into period.acknowledgement (month, revision, agent, acknowledged_at, acknowledged_by, login)
    select for_month, r.revision, r.agent, at, merit.signed(null), merit.person()
      from period.result_revisions(for_month) r
     where r.agent = any (own)
    on conflict do nothing;
    get diagnostics n = row_count;
    return n;
end $$;

comment on function period.acknowledge(date, timestamptz) is
    'Acknowledges the result of a closed month, as its last revision that changed it left it: of the agent whose login this is and of other '
    'accounts of the same person (pay.own_accounts). Nobody does it for anybody else (42501). Returns of how many accounts; 0: it was done before.';
