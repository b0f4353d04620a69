-- What is held already stays what was shown first. What a finished change left behind goes now.

create or replace function settle.hold(held_since date, before jsonb) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    held_until date;  -- from here on all is held already
begin
    if not fact.any_fact() then
        return;
    end if;
    select h.since into held_until from rollup.held h;
    if not found then
        held_until := 'infinity';
        delete from rollup.held_period;
        delete from rollup.held_dimension;
        delete from rollup.held_buyers;
        delete from settle.recalculation;
    end if;
    if held_since < held_until then
        insert into rollup.held_period
        select r.* from rollup.agent_period r where r.start >= held_since and r.start < held_until;
        insert into rollup.held_dimension
        select r.* from rollup.dimension_period r where r.start >= held_since and r.start < held_until;
        insert into rollup.held as h (since, rules) values (held_since, before)
        on conflict (singleton) do update set since = excluded.since;
        insert into rollup.held_buyers (whose, name, grain, start, orderers, payers, buyers)
        select g.whose, b.name, k.grain, b.start, b.orderers, b.payers, b.buyers
          from (select p.grain, array_agg(distinct p.start) as starts from rollup.held_period p
                 where p.start >= held_since and p.start < held_until group by p.grain) k
         cross join (values ('team'), ('shop')) as g(whose)
         cross join lateral rollup.count_buyers(g.whose, k.grain, k.starts, null) b;
    end if;
    insert into settle.recalculation as r (from_day, to_day, next_month, named)
    values ('infinity', '-infinity', 'infinity', coalesce((select max(d.id) from ingest.dirty d), 0))
    on conflict (singleton) do update set named = excluded.named;
end $$;

comment on function settle.hold(date, jsonb) is
    'From a month on, shows the months as they were before a change, by these rule sets, until what is dirty now is settled. Call it '
    'with the settler''s lock, in the transaction of the change, after naming what it moves.';
