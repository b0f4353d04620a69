-- While facts are missing, nobody can tell whose numbers it moves, and so who may decide.

create or replace function fact.write_effect(exclusion bigint, ending boolean, before period.number[], months date[], terms text[])
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    one  fact.exclusion;
    made fact.exclusion_effect;
begin
    if exists (select from ingest.renewal) then
        raise exception 'what this changes is not known until all conversations are written anew since the upgrade'
            using errcode = 'object_not_in_prerequisite_state', hint = 'run meritd migrate to its end';
    end if;
    select e.* into one from fact.exclusion e where e.id = exclusion;
    insert into ingest.dirty (customers, days, conversations, orders, tickets, surveys)
    select r.customers, r.days, r.conversations, r.orders, r.tickets, r.surveys
      from fact.exclusion_reach(one.kind, one.reference) r;
    perform settle.until_clean((select s.as_of from settle.state s));
    for made in
        insert into fact.exclusion_effect (exclusion, ending, month, term, agent, item, name, before, after)
        select write_effect.exclusion, write_effect.ending, coalesce(b.month, a.month), coalesce(b.term, a.term), agent, item, name, b.value, a.value
          from (select u.*, coalesce(u.term, period.month_name(u.month)) as period from unnest(before) u) b
          full join (select n.*, coalesce(n.term, period.month_name(n.month)) as period from period.numbers(months, terms) n) a using (period, agent, item, name)
         where b.value is distinct from a.value
        returning *
    loop
        perform pay.record(made);
    end loop;
end $$;

comment on function fact.write_effect(bigint, boolean, period.number[], date[], text[]) is
    'Marks as dirty whatever an exclusion reaches when it begins or ends, settles that, and writes one row of '
    'fact.exclusion_effect for each number of the months and terms that has changed.';
