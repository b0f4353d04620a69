-- Whatever exclusions did not change is drift. To find it, this puts the exclusions back to what they were, settles, reads
-- the values, and rolls all of that back.

create or replace function period.values_drifted(
    for_month date, for_revision integer, exclusions bigint[], at timestamptz
) returns period.item[]
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    drifted period.item[];
begin
    if exclusions = fact.exclusions_active() then
        return null;
    end if;
    begin
        with ended as (
            update fact.exclusion e set ended_at = at, ended_by = 'plan', ended_reason = 'plan'
             where e.ended_at is null and e.id <> all (exclusions)
            returning e.kind, e.reference
        )
        insert into ingest.dirty (customers, days, conversations, orders, tickets, surveys)
        select d.customers, d.days, d.conversations, d.orders, d.tickets, d.surveys
          from ended e cross join lateral fact.exclusion_reach(e.kind, e.reference) d;
        with put_back as (
            insert into fact.exclusion (kind, reference, credit_to, reason, excluded_at, excluded_by)
            select e.kind, e.reference, e.credit_to, 'plan', at, 'plan'
              from fact.exclusion e where e.id = any (exclusions) and e.ended_at is not null
            returning kind, reference
        )
        insert into ingest.dirty (customers, days, conversations, orders, tickets, surveys)
        select d.customers, d.days, d.conversations, d.orders, d.tickets, d.surveys
          from put_back e cross join lateral fact.exclusion_reach(e.kind, e.reference) d;
        perform settle.until_clean(at);
        drifted := array(select v from period.values_now(for_month, for_revision) v);
        raise exception using errcode = 'MD000';
    exception when sqlstate 'MD000' then
        return drifted;
    end;
end $$;

comment on function period.values_drifted(date, integer, bigint[], timestamptz) is
    'What a closed month would be with today''s facts but the given exclusions; NULL when those exclusions are the ones '
    'in force. Changes nothing.';
