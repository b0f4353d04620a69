create or replace function period.evidence_file(
    for_month date, agent text, grade text, evidence text, who text default null, what text default null, happened_on date default null,
    as_of timestamptz default null, by_person text default null
) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at    timestamptz;
    made  period.grade_evidence;
    wrong text;
begin
    perform period.lock();
    at := merit.decision_time(as_of);
    made := row(null, for_month, evidence_file.agent, evidence_file.grade, btrim(evidence_file.evidence), nullif(btrim(evidence_file.who), ''),
                nullif(btrim(evidence_file.what), ''), evidence_file.happened_on, at, merit.signed(by_person), merit.person());
    if not merit.may_prove(made.agent, for_month) then
        raise exception '%', ref.said(ref.message('refused.evidence_about', merit.caller(), made.agent)) using errcode = 'insufficient_privilege';
    end if;
    perform period.check_month(for_month);
    wrong := case when coalesce(made.evidence, '') = '' then 'refused.evidence_text'
                  else period.evidence_problem(made) end;
    if wrong is not null then
        raise exception '%', ref.said(wrong)
            using errcode = 'invalid_parameter_value',
                  column = case split_part(wrong, E'\t', 1) when 'refused.evidence_text' then 'evidence' when 'refused.evidence_after' then 'happened_on'
                                                            when 'refused.evidence_ahead' then 'happened_on' else '' end;
    end if;
    insert into period.grade_evidence (month, agent, grade, evidence, who, what, happened_on, filed_at, filed_by, login)
    values (made.month, made.agent, made.grade, made.evidence, made.who, made.what, made.happened_on, made.filed_at, made.filed_by, made.login)
    returning * into made;
    perform pay.record(made);
    return made.id;
end $$;

comment on function period.evidence_file(date, text, text, text, text, text, date, timestamptz, text) is
    'Files evidence that an agent has earned a grade in a month: a text or a link, and who, what and when, as the schemes of the month ask for '
    'that grade (22023). Leads may do this for those whom they led at the end of the month, operators and the closing role for everybody, nobody about itself '
    '(42501). A closed month counts it when it is revised. Returns its number.';
