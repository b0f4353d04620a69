create or replace function period.evidence_file(
    of_period text, agent text, grade text, evidence text, who text default null, what text default null, happened_on date default null,
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
    made.month := period.month_of(of_period);
    made.term := case when made.month is null then of_period end;
    made.agent := evidence_file.agent;
    made.grade := evidence_file.grade;
    made.evidence := btrim(evidence_file.evidence);
    made.who := nullif(btrim(evidence_file.who), '');
    made.what := nullif(btrim(evidence_file.what), '');
    made.happened_on := evidence_file.happened_on;
    made.filed_at := at;
    made.filed_by := merit.signed(by_person);
    made.login := merit.person();
    if not merit.may_prove(made.agent, of_period) then
        raise exception '%', ref.said(ref.message('refused.evidence_about', merit.caller(), made.agent)) using errcode = 'insufficient_privilege';
    end if;
    perform period.check_period(of_period);
    wrong := case when coalesce(made.evidence, '') = '' then 'refused.evidence_text'
                  else period.evidence_problem(made) end;
    if wrong is not null then
        raise exception '%', ref.said(wrong)
            using errcode = 'invalid_parameter_value',
                  column = case split_part(wrong, E'\t', 1) when 'refused.evidence_text' then 'evidence' when 'refused.evidence_after' then 'happened_on'
                                                            when 'refused.evidence_ahead' then 'happened_on' else '' end;
    end if;
    insert into period.grade_evidence (month, term, agent, grade, evidence, who, what, happened_on, filed_at, filed_by, login)
    values (made.month, made.term, made.agent, made.grade, made.evidence, made.who, made.what, made.happened_on, made.filed_at, made.filed_by, made.login)
    returning * into made;
    perform pay.record(made);
    return made.id;
end $$;

comment on function period.evidence_file(text, text, text, text, text, text, date, timestamptz, text) is
    'Files evidence that an agent has earned a grade in a month or longer period (2026-10, 2026-Q1, 2026-H1, 2026): a text or a link, and who, what and when, as its schemes ask for '
    'that grade (22023). Leads may do this for those whom they led at its end, operators and the closing role for everybody, nobody about itself '
    '(42501). What is closed counts it when it is revised. Returns its number.';
