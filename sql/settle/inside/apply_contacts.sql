-- Step 2, the hot one: settles contacts and adds what their sums change by. What was settled before is in an array; while a
-- backlog is read that is little. A contact that stays as it is cancels out of the sums.

create or replace function settle.apply_contacts(customers uuid[], days date[], as_of timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    sums record := rollup.contact_sums('change', ref.rules());
    old  settled.contact[];
    new  settled.contact[];
begin
    if cardinality(customers) > 0 is not true then
        return;
    end if;
    old := array(
        select s
          from (select n.customer, n.day from unnest(customers, days) as n(customer, day)
                 group by n.customer, n.day
                 order by n.customer, n.day) n
          join settled.contact s using (customer, day));
    new := array(select f from settle.contacts_of(customers, days, as_of) f);

    delete from settled.contact c
     using (select o.customer, o.day, o.agent from unnest(old) o
            except
            select n.customer, n.day, n.agent from unnest(new) n) g
     where (c.customer, c.day, c.agent) = (g.customer, g.day, g.agent);
    insert into settled.contact as c
    select n.* from unnest(new) n
     where not exists (select from unnest(old) o where (o.customer, o.day, o.agent) = (n.customer, n.day, n.agent));
    execute format('update settled.contact c set %s from unnest($1) o join unnest($2) n using (customer, day, agent)
                     where (c.customer, c.day, c.agent) = (n.customer, n.day, n.agent) and o is distinct from n',
                   (select string_agg(format('%1$I = n.%1$I', a.attname), ', ') from pg_attribute a
                     where a.attrelid = 'settled.contact'::regclass and a.attnum > 3 and not a.attisdropped))
      using old, new;

    execute format('with change as not materialized (
                        select 1 as sign, n.* from unnest($1) n
                        union all
                        select -1, o.* from unnest($2) o
                    ), daily as materialized (
                        %s
                    ) %s',
                   sums.query,
        rollup.addition(format('select ''day'' as grain, d.day as start, d.agent, %1$s from daily d union all
                                select ''month'', date_trunc(''month'', d.day::timestamp)::date, d.agent, %2$s from daily d group by 2, 3
                                order by 1, 2, 3',
                               (select string_agg('d.' || m, ', ') from unnest(sums.measures) m),
                               (select string_agg(format('sum(d.%s)', m), ', ') from unnest(sums.measures) m)), sums.measures))
      using new, old;
end $$;

comment on function settle.apply_contacts(uuid[], date[], timestamptz) is
    'Settles the contacts (customers[i], days[i]) of every agent, whatever was settled of them before.';
