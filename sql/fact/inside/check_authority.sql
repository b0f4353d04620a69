create or replace function fact.check_authority(kind text, reference text, appeal bigint) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    asked period.appeal;
    wrong text;
begin
    select a.* into asked from period.appeal a where a.id = check_authority.appeal;
    if asked.id is not null then
        wrong := period.decide_problem(asked);
    end if;
    if wrong is null and merit.closes() then
        return false;
    end if;
    wrong := coalesce(wrong, case
        when asked.id is not null and not exists (
                select from period.appeal_evidence(asked.id) e
                 where e.reference = check_authority.reference
                   and case e.kind when 'round' then 'conversation' else e.kind end
                       = case check_authority.kind when 'credit' then 'order' else check_authority.kind end)
            then ref.message('refused.exclude_beside', ref.term('exclusion', kind), reference, asked.id::text)
        when asked.id is null and not (merit.has_role('merit_operator') and kind in ('conversation', 'customer'))
            then ref.message('refused.exclude_unasked', merit.caller()) end);
    if wrong is not null then
        raise exception '%', ref.said(wrong) using errcode = 'insufficient_privilege', hint = ref.said('refused.exclude_who');
    end if;
    return asked.id is not null;
end $$;

comment on function fact.check_authority(text, text, bigint) is
    'Raises 42501 unless the caller may exclude something, or end its exclusion. Leads may, on an appeal that they may '
    'decide and whose evidence lists the thing. Operators may exclude conversations and customers without an appeal. The '
    'closing role may exclude everything, except on an appeal that it may not decide. Returns whether the caller acts as '
    'a lead.';
