-- Step 2, the hot one: settles contacts and adds the difference of their lines.

create or replace function settle.apply_contacts(customers uuid[], days date[], as_of timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
    old   settled.contact[];
    new   settled.contact[];
    lines rollup.line[];
begin
    with fresh as materialized (
        select f from settle.contacts_of(customers, days, as_of) f
    ), stored as materialized (
        select s
          from (select distinct n.customer, n.day from unnest(customers, days) as n(customer, day)) n
          join settled.contact s using (customer, day)
    ), difference as materialized (
        select stored.s, fresh.f
          from fresh
          full join stored on (stored.s).customer = (fresh.f).customer
                          and (stored.s).day = (fresh.f).day and (stored.s).agent = (fresh.f).agent
         where stored.s is distinct from fresh.f
    ), gone as (
        delete from settled.contact c
         using difference d
         where (d.f).agent is null
           and (c.customer, c.day, c.agent) = ((d.s).customer, (d.s).day, (d.s).agent)
    ), put as (
        insert into settled.contact as c
        select (d.f).* from difference d where (d.f).agent is not null
        on conflict (customer, day, agent) do update
           set received = excluded.received, replied = excluded.replied,
               customer_messages = excluded.customer_messages,
               agent_messages = excluded.agent_messages, answered = excluded.answered,
               unanswered = excluded.unanswered, handed_over = excluded.handed_over,
               slow = excluded.slow, response_ms = excluded.response_ms,
               wait_buckets = excluded.wait_buckets, first_responses = excluded.first_responses,
               first_response_ms = excluded.first_response_ms, inquirers = excluded.inquirers,
               ordered = excluded.ordered, paid = excluded.paid
    )
    select array_agg(d.s) filter (where (d.s).agent is not null),
           array_agg(d.f) filter (where (d.f).agent is not null)
      into old, new
      from difference d;

    lines := array(
        select row(k.agent, k.start, k.measure, k.bucket, -k.value)::rollup.line
          from rollup.contact_lines(old) k
         union all
        select k from rollup.contact_lines(new) k);
    perform rollup.add_days(lines), rollup.add_months(lines);
end $$;

comment on function settle.apply_contacts is
    'Settles the contacts (customers[i], days[i]) of every agent, whatever was settled of them before.';
