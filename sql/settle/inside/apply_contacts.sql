-- Step 2, the hot one: settles contacts and adds the difference of what they add up to, in one statement. A contact that was
-- there is changed in its place; while a backlog is read there are few, and none in the array that the planner sees.

create or replace function settle.apply_contacts(customers uuid[], days date[], as_of timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    sums record := rollup.contact_sums('change', ref.rules());
    old  settled.contact[];
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
    execute format($q$
        with fresh as materialized (
            select f.* from settle.contacts_of($1, $2, $3) f
        ), same as materialized (  -- keys of what stays as it is
            select o.customer, o.day, o.agent from unnest($4) o join fresh f using (customer, day, agent) where o is not distinct from f
        ), gone as materialized (
            select o.* from unnest($4) o
             where not exists (select from same s where (s.customer, s.day, s.agent) = (o.customer, o.day, o.agent))
        ), come as not materialized (
            select f.* from fresh f
             where not exists (select from same s where (s.customer, s.day, s.agent) = (f.customer, f.day, f.agent))
        ), removed as (
            delete from settled.contact c using gone o
             where (c.customer, c.day, c.agent) = (o.customer, o.day, o.agent)
               and not exists (select from fresh f where (f.customer, f.day, f.agent) = (o.customer, o.day, o.agent))
        ), changed as (
            update settled.contact c
               set %1$s
              from (select f.* from unnest($4) o join come f using (customer, day, agent)) f
             where (c.customer, c.day, c.agent) = (f.customer, f.day, f.agent)
        ), added as (  -- in the order of the key: neighbours stay in cache
            insert into settled.contact
            select f.* from come f
             where not exists (select from unnest($4) o where (o.customer, o.day, o.agent) = (f.customer, f.day, f.agent))
        ), change as not materialized (
            select 1 as sign, f.* from come f
            union all
            select -1, o.* from gone o
        ), daily as materialized (
            %2$s
        )
        %3$s
        $q$,
        (select string_agg(format('%1$I = f.%1$I', a.attname), ', ') from pg_attribute a
          where a.attrelid = 'settled.contact'::regclass and a.attnum > 3 and not a.attisdropped),
        sums.query,
        rollup.addition(format('select ''day'' as grain, d.day as start, d.agent, %1$s from daily d union all
                                select ''month'', date_trunc(''month'', d.day::timestamp)::date, d.agent, %2$s from daily d group by 2, 3
                                order by 1, 2, 3',
                               (select string_agg('d.' || m, ', ') from unnest(sums.measures) m),
                               (select string_agg(format('sum(d.%s)', m), ', ') from unnest(sums.measures) m)), sums.measures))
      using customers, days, as_of, old;
end $$;

comment on function settle.apply_contacts(uuid[], date[], timestamptz) is
    'Settles the contacts (customers[i], days[i]) of every agent, whatever was settled of them before.';
