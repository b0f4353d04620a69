-- Events are refused that lie more than a day ahead (docs/events.md).

create or replace function settle.facts_end() returns date
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select (date_trunc('month', greatest(
               (select max(r.start) from rollup.agent_period r where r.grain = 'month'),
               ref.day_of(greatest(clock_timestamp(), (select s.as_of from settle.state s))) + 2)) + interval '1 month')::date
$$;

comment on function settle.facts_end() is 'A first day of a month, from which on no fact was settled yet.';
