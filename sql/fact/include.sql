create or replace function fact.include(
    exclusion bigint, reason text, as_of timestamptz default null, by_person text default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at      timestamptz;
    ended   fact.exclusion;
    as_lead boolean;
    months  date[];
    terms   text[];
    before  period.number[];
begin
    perform period.lock();
    at := merit.decision_time(as_of);
    if coalesce(reason, '') = '' then
        raise exception 'ending an exclusion needs a reason' using errcode = 'invalid_parameter_value';
    end if;
    select e.* into ended from fact.exclusion e where e.id = exclusion and e.ended_at is null;
    if ended.id is null then
        raise exception 'there is no exclusion % in force', exclusion using errcode = 'invalid_parameter_value';
    end if;
    as_lead := fact.check_authority(ended.kind, ended.reference, ended.appeal);
    perform settle.until_clean(coalesce((select s.as_of from settle.state s), at));
    perform period.refuse_recalculating(null);
    months := fact.exclusion_months(ended.kind, ended.reference);
    terms := fact.exclusion_terms(ended.kind, ended.reference);
    before := array(select row(n.*)::period.number from period.numbers(months, terms) n);
    update fact.exclusion e
       set ended_at = at, ended_by = merit.signed(by_person), ended_reason = include.reason
     where e.id = ended.id
    returning e.* into ended;
    perform pay.record(ended);
    perform fact.write_effect(ended.id, true, before, months, terms);
    perform fact.check_effect(ended.id, true, as_lead);
end $$;

comment on function fact.include(bigint, text, timestamptz, text) is
    'Ends an exclusion: the fact counts again. Those who may exclude a fact may include it again.';
