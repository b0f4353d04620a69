-- Step 2, the hot one: settles contacts and adds the difference of their lines.

create or replace function settle.apply_contacts(customers uuid[], days date[], as_of timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    rules ref.rule_set := ref.rules();
    old   settled.contact[];
    new   settled.contact[];
    lines rollup.line[];
begin
    new := array(select f from settle.contacts_of(customers, days, as_of) f);
    old := array(
        select s
          from (select n.customer, n.day from unnest(customers, days) as n(customer, day)
                 group by n.customer, n.day
                 order by n.customer, n.day) n
          join settled.contact s using (customer, day));
    if cardinality(old) > 0 then  -- else everything is new
        select array_agg(s) filter (where s.agent is not null),
               array_agg(f) filter (where f.agent is not null)
          into old, new
          from unnest(old) s
          full join unnest(new) f using (customer, day, agent)
         where s is distinct from f;
        delete from settled.contact c
         using unnest(old) o
         where (c.customer, c.day, c.agent) = (o.customer, o.day, o.agent);
    end if;
    insert into settled.contact
    select n.* from unnest(new) n order by n.customer, n.day;  -- neighbours in the key stay in cache

    lines := array(
        select row(k.agent, k.start, k.measure, k.bucket, -k.value)::rollup.line
          from rollup.contact_lines(old, rules) k
         union all
        select k from rollup.contact_lines(new, rules) k);
    perform rollup.add_days(lines), rollup.add_months(lines);
end $$;

comment on function settle.apply_contacts is
    'Settles the contacts (customers[i], days[i]) of every agent, whatever was settled of them before.';
