create or replace function period.evidence_withdraw(
    evidence bigint, reason text, as_of timestamptz default null, by_person text default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at    timestamptz;
    filed period.grade_evidence;
    made  period.grade_evidence_end;
begin
    perform period.lock();
    at := merit.decision_time(as_of);
    select e.* into filed from period.grade_evidence e where e.id = evidence_withdraw.evidence;
    if filed.id is null or not merit.may_prove(filed.agent, coalesce(filed.term, period.month_name(filed.month))) then
        raise exception '%', ref.said(ref.message('refused.no_evidence', evidence::text, merit.caller())) using errcode = 'insufficient_privilege';
    elsif coalesce(reason, '') = '' then
        raise exception '%', ref.said('refused.withdraw_reason') using errcode = 'invalid_parameter_value', column = 'reason';
    elsif exists (select from period.grade_evidence_end n where n.evidence = filed.id) then
        raise exception '%', ref.said(ref.message('refused.evidence_gone', filed.id::text)) using errcode = 'object_not_in_prerequisite_state';
    end if;
    insert into period.grade_evidence_end (evidence, ended_at, ended_by, reason)
    values (filed.id, at, merit.signed(by_person), evidence_withdraw.reason)
    returning * into made;
    perform pay.record(made);
end $$;

comment on function period.evidence_withdraw(bigint, text, timestamptz, text) is
    'Withdraws evidence of a grade, once, with a reason: whoever may file it may (42501). What is closed counts that when it is revised.';
