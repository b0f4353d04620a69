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
    at   timestamptz;
    made bigint;
begin
    perform period.lock();
    at := merit.present(as_of);
    perform fact.check_exclusion(kind, reference, reason, evidence, credit_to, appeal);
    insert into fact.exclusion (kind, reference, credit_to, reason, evidence, appeal, excluded_at, excluded_by)
    values (kind, reference, credit_to, reason, evidence, appeal, at, merit.signed(by_person))
    returning id into made;
    perform pay.record(e) from fact.exclusion e where e.id = made;
    insert into ingest.dirty (customers, days, conversations, orders, tickets, surveys)
    select r.customers, r.days, r.conversations, r.orders, r.tickets, r.surveys
      from fact.exclusion_reach(kind, reference) r;
    return made;
end $$;

comment on function fact.exclude(text, text, text, text, text, bigint, timestamptz, text) is
    'Leaves a fact out of all numbers from the next settlement on: kind conversation, order, ticket (by id), '
    'survey (its hash) or customer (its pseudonym); or, kind credit, hands an order''s credit to credit_to. '
    'Needs a reason, and evidence when it follows an (accepted) appeal, as a lead''s handing over of credit '
    'must. Closed months change only by a revision. Returns its id, for fact.include.';
