-- A write like any other, which a settlement follows: facts change their customer, and one dirty row names what that moves,
-- under both pseudonyms, so that it is settled at once and no number moves. Tables are touched in the order of ingest.write.
-- The new pseudonym is smaller than the old one: of two records of one event, and of two claims to one conversation, the
-- smaller stays. So whoever still knows the old name, or reads the old events again, brings it back nowhere. Settled rows of
-- sealed days, which no settlement touches, count nowhere, once their buyers are stored: they go, as meritd retain deletes them.

create or replace function fact.forget(
    id            text,
    customer      uuid,
    pseudonym     uuid,
    conversations text[],
    replaces      uuid[],
    versions      uuid[],
    stubs         bytea[]
) returns ingest.forgetting
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    orders  text[] := array(select distinct e.order_id from fact.order_event e where e.customer = forget.customer);
    tickets text[] := array(select distinct t.ticket from fact.ticket_event t where t.customer = forget.customer);
    surveys bigint[] := array(select v.hash from fact.survey v where v.customer = forget.customer);
    letters bigint[] := array(select fact.letters_naming(id));
    sealed  date := ref.kept_from();
    moved   text[];
    days    date[];
    made    ingest.forgetting;
begin
    if forget.pseudonym >= forget.customer then
        raise exception 'the new pseudonym must be smaller' using errcode = 'invalid_parameter_value';
    end if;
    if exists (select from fact.exclusion x where x.customer = forget.customer and x.ended_at is null) then
        raise exception 'the customer is excluded, and what is excluded is known by the customer'
            using errcode = 'object_not_in_prerequisite_state',
                  hint = 'meritd exclude list shows it; meritd include ends it';
    end if;

    if exists (select from fact.conversation c where c.conversation = any (conversations) and substr(c.stubs, 1, 1) = '\x01') then
        raise exception 'a conversation was not written anew since the upgrade' using errcode = 'object_not_in_prerequisite_state',
              hint = 'meritd migrate does it';
    end if;

    with renamed as (
        update fact.conversation c set version = n.version, customer = forget.pseudonym, stubs = n.stubs
          from unnest(conversations, replaces, versions, forget.stubs) as n(conversation, replaces, version, stubs)
         where c.conversation = n.conversation and c.version = n.replaces
        returning c.conversation
    )
    select coalesce(array_agg(r.conversation), '{}') into moved from renamed r;
    if cardinality(moved) < cardinality(conversations) then
        raise exception 'a conversation was written meanwhile' using errcode = 'serialization_failure';
    end if;
    with renamed as (
        update fact.contact_part p set customer = forget.pseudonym
          from fact.parts_of(forget.customer) o
         where (p.day, p.customer, p.conversation, p.agent, p.counts_after)
             = (o.day, o.customer, o.conversation, o.agent, o.counts_after)
           and p.conversation = any (moved)
        returning p.day
    )
    select array_agg(distinct r.day) into days from renamed r;
    update fact.order_event e set customer = forget.pseudonym where e.order_id = any (orders) and e.customer = forget.customer;
    update fact.ticket_event t set customer = forget.pseudonym where t.ticket = any (tickets) and t.customer = forget.customer;
    update fact.survey v set customer = forget.pseudonym where v.hash = any (surveys) and v.customer = forget.customer;
    delete from ingest.dead_letter d where d.id = any (letters);
    while rollup.seal() is not null loop end loop;  -- meritd retain was interrupted
    delete from settled.contact c where c.day < sealed and c.customer = forget.customer;
    delete from settled.buyer b where b.start < sealed and b.customer = forget.customer;

    insert into ingest.dirty (customers, days, orders, tickets, surveys)
    select array_agg(n.customer), array_agg(n.day), nullif(orders, '{}'), nullif(tickets, '{}'), nullif(surveys, '{}')
      from unnest(days) d(day) cross join lateral (values (forget.customer, d.day), (forget.pseudonym, d.day)) n(customer, day)
    having count(*) > 0 or cardinality(orders || tickets) > 0 or cardinality(surveys) > 0;
    made := row(null, clock_timestamp(), merit.caller(), cardinality(moved), cardinality(orders), cardinality(tickets),
                cardinality(surveys), cardinality(letters));
    if made.conversations + made.orders + made.tickets + made.surveys + made.letters > 0 then
        insert into ingest.forgetting (forgotten_at, forgotten_by, conversations, orders, tickets, surveys, letters)
        values (made.forgotten_at, made.forgotten_by, made.conversations, made.orders, made.tickets, made.surveys, made.letters);
    end if;
    return made;
end $$;

comment on function fact.forget(text, uuid, uuid, text[], uuid[], uuid[], bytea[]) is
    'Gives everything that is stored under a customer''s pseudonym another one, and deletes the dead letters that name the '
    'customer''s id. The conversations are those of the customer, each with the version that it has, and the version and stubs '
    'that it gets; 40001 when one of them was written meanwhile: read them and call again. Returns what was done, and '
    'records it, if it was anything.';
