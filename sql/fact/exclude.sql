-- Everything is settled before and after the exclusion is made, so that the call knows what the exclusion changes.

create or replace function fact.exclude(
    kind      text,
    reference text,
    reason    text,
    evidence  text default null,
    credit_to text default null,
    appeal    bigint default null,
    as_of     timestamptz default null,
    by_person text default null
) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at      timestamptz;
    as_lead boolean;
    months  date[];
    terms   text[];
    before  period.number[];
    made    bigint;
begin
    perform period.lock();
    at := merit.decision_time(as_of);
    as_lead := fact.check_authority(kind, reference, appeal);  -- first: nobody else learns whether the thing exists
    perform fact.check_exclusion(kind, reference, reason, evidence, credit_to, appeal);
    perform settle.until_clean(coalesce((select s.as_of from settle.state s), at));
    perform period.refuse_recalculating(null);
    months := fact.exclusion_months(kind, reference);
    terms := fact.exclusion_terms(kind, reference);
    perform fact.check_sealed(kind, reference, months);
    before := array(select row(n.*)::period.number from period.numbers(months, terms) n);
    insert into fact.exclusion (kind, reference, credit_to, reason, evidence, appeal, excluded_at, excluded_by)
    values (kind, reference, credit_to, reason, evidence, appeal, at, merit.signed(by_person))
    returning id into made;
    perform pay.record(e) from fact.exclusion e where e.id = made;
    perform fact.write_effect(made, false, before, months, terms);
    perform fact.check_effect(made, false, as_lead);
    return made;
end $$;

comment on function fact.exclude(text, text, text, text, text, bigint, timestamptz, text) is
    'Leaves a fact out of all numbers. kind is conversation, order or ticket (reference: its id), survey, mark or target '
    '(its hash) or customer (the pseudonym); kind credit gives the credit for an order to credit_to. A reason is '
    'required; an exclusion that follows from an (accepted) appeal also needs evidence. fact.check_authority and '
    'fact.check_effect say who may exclude; merit.exclusion shows what changed. A closed month or term changes only by a '
    'revision. Returns the exclusion''s id, for fact.include.';
