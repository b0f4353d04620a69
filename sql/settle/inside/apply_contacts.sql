-- Step 2, the hot one. What is settled of the contacts before and after stands in two arrays: the planner sees how much that is,
-- and what stays as it is cancels out of the sums.

create or replace function settle.apply_contacts(
    customers uuid[], days date[], as_of timestamptz,
    out old settled.contact[],
    out new settled.contact[]
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    kept_from constant date := ref.kept_from();
    newest constant date := (select max(c.day) from settled.contact c);
    known settled.contact[];  -- those of the new ones that were there before: few while a backlog is read
begin
    select array_agg(n.customer), array_agg(n.day) into customers, days
      from (select distinct on (u.day, u.customer) u.customer, u.day  -- sorted, not hashed before
              from (select unnest(customers) as customer, unnest(days) as day) u
             where u.day >= kept_from
             order by u.day, u.customer) n;  -- neighbours here are neighbours in the indexes
    if customers is null then
        return;
    end if;
    old := array(
        select s
          from (select unnest(customers) as customer, unnest(days) as day) n
          join settled.contact s using (customer, day)
         where n.day <= newest);
    new := settle.fresh_contacts(customers, days, as_of);
    if cardinality(old) = 0 then
        insert into settled.contact select n.* from unnest(new) n;
        return;
    end if;

    known := array(select n from unnest(old) o join unnest(new) n using (customer, day, agent));
    delete from settled.contact c
     using (select o.customer, o.day, o.agent from unnest(old) o
            except
            select k.customer, k.day, k.agent from unnest(known) k) g
     where (c.customer, c.day, c.agent) = (g.customer, g.day, g.agent);
    insert into settled.contact
    select n.* from unnest(new) n
     where not exists (select from unnest(old) o where (o.customer, o.day, o.agent) = (n.customer, n.day, n.agent));
    execute format('update settled.contact c set %s from unnest($1) o join unnest($2) n using (customer, day, agent)
                     where (c.customer, c.day, c.agent) = (n.customer, n.day, n.agent) and o is distinct from n',
                   (select string_agg(format('%1$I = n.%1$I', a.attname), ', ') from pg_attribute a
                     where a.attrelid = 'settled.contact'::regclass and a.attnum > 3 and not a.attisdropped))
      using old, known;
end $$;

comment on function settle.apply_contacts(uuid[], date[], timestamptz) is
    'Settles the contacts (customers[i], days[i]) of every agent, whatever was settled of them before; returns what was settled '
    'of them before and after.';
