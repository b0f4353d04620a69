-- What an exclusion changes is known when it is made: everything is settled before and after it.

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
    before  period.number[];
    made    bigint;
begin
    perform period.lock();
    at := merit.decision_time(as_of);
    as_lead := fact.check_authority(kind, reference, appeal);  -- first: what there is, is told to nobody else
    perform fact.check_exclusion(kind, reference, reason, evidence, credit_to, appeal);
    perform settle.until_clean(coalesce((select s.as_of from settle.state s), at));
    months := fact.exclusion_months(kind, reference);
    before := array(select row(n.*)::period.number from period.numbers(months) n);
    insert into fact.exclusion (kind, reference, credit_to, reason, evidence, appeal, excluded_at, excluded_by)
    values (kind, reference, credit_to, reason, evidence, appeal, at, merit.signed(by_person))
    returning id into made;
    perform pay.record(e) from fact.exclusion e where e.id = made;
    perform fact.write_effect(made, false, before, months);
    perform fact.check_effect(made, false, as_lead);
    return made;
end $$;

comment on function fact.exclude(text, text, text, text, text, bigint, timestamptz, text) is
    'Leaves a fact out of all numbers: kind conversation, order, ticket (by id), survey, mark, target (its hash) or '
    'customer (its pseudonym); or, kind credit, hands an order''s credit to credit_to. Needs a reason, and evidence when '
    'it follows an (accepted) appeal. Who may: fact.check_authority, fact.check_effect; what it changed: '
    'merit.exclusion. Closed months change only by a revision. Returns its id, for fact.include.';
