-- Nothing of a day before ref.kept_from() changes any more, and its facts are deleted only afterwards: so this needs no lock.

create or replace function rollup.seal() returns date
language plpgsql
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    chosen constant date := (
        select min(m.start) from (select distinct r.start from rollup.agent_period r where r.grain = 'month' and r.start < ref.kept_from()) m
         where not rollup.is_sealed(m.start));
begin
    insert into rollup.sealed_buyers (whose, name, grain, start, orderers, payers, buyers)
    select g.whose, b.name, k.grain, b.start, b.orderers, b.payers, b.buyers
      from (values ('month', array[chosen]),
                   ('day', array(select d::date from generate_series(chosen::timestamp, chosen + interval '1 month - 1 day', interval '1 day') d)))
               as k(grain, starts)
     cross join (values ('team'), ('shop')) as g(whose)
     cross join lateral rollup.count_buyers(g.whose, k.grain, k.starts, null) b
     where chosen is not null
    on conflict do nothing;
    insert into rollup.sealed_conversations (month, agent, conversations)
    select chosen, c.agent, c.conversations from rollup.conversations(chosen, null) c where chosen is not null
    on conflict do nothing;
    insert into rollup.sealed_buyers (whose, name, grain, start, orderers, payers, buyers)
    select 'shop', '', 'month', chosen, 0, 0, 0 where chosen is not null
    on conflict do nothing;
    return chosen;
end $$;

comment on function rollup.seal() is
    'Stores the distinct customers of teams and shop of one more month before ref.kept_from(), and of its days, and in how many conversations each agent wrote, and returns the month; '
    'NULL: all are stored, and settled.buyer may lose those days.';
