-- Without the lock of the month's end, which an agent could keep (period.record_appeals).

create or replace function period.record_acknowledgement(of_period text, at timestamptz) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    own text[] := pay.own_accounts(period.last_month(of_period));
    n   integer;
begin
    if merit.me() is null then
        raise exception '%', ref.said(ref.message('refused.acknowledge', merit.caller()))
            using errcode = 'insufficient_privilege';
    elsif period.part_closed(of_period) is null then
        raise exception '%', ref.said(ref.message('refused.not_closed', of_period)) using errcode = 'object_not_in_prerequisite_state';
    elsif not exists (select from period.revisions_of(of_period) r where r.agent = any (own)) then
        raise exception '%', ref.said(ref.message('refused.no_result', merit.me(), of_period)) using errcode = 'object_not_in_prerequisite_state';
    end if;
    insert into period.acknowledgement (month, term, revision, agent, acknowledged_at, acknowledged_by, login)
    select period.month_of(of_period), case when period.month_of(of_period) is null then of_period end, r.revision, r.agent, at,
           merit.signed(null), merit.person()
      from period.revisions_of(of_period) r
     where r.agent = any (own)
    on conflict do nothing;
    get diagnostics n = row_count;
    return n;
end $$;

comment on function period.record_acknowledgement(text, timestamptz) is
    'The part of period.acknowledge and period.acknowledge_term that is the same, of a month or term by its name.';
