-- A change that comes while another one is calculated begins anew with all of both: what is held stays what was shown first. What a
-- finished one left behind goes now.

create or replace function settle.hold(held_since date, before jsonb, from_day date, to_day date) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    held rollup.held;
begin
    select * into held from rollup.held;
    if held.since is null then
        delete from rollup.held_period;
        delete from rollup.held_dimension;
    end if;
    if held_since < coalesce(held.since, 'infinity') then
        insert into rollup.held_period
        select r.* from rollup.agent_period r where r.start >= held_since and r.start < coalesce(held.since, 'infinity');
        insert into rollup.held_dimension
        select r.* from rollup.dimension_period r where r.start >= held_since and r.start < coalesce(held.since, 'infinity');
        insert into rollup.held as h (since, rules) values (held_since, before)
        on conflict (singleton) do update set since = excluded.since;
    end if;
    if held.since is null then
        delete from settle.recalculation;
    end if;
    insert into settle.recalculation as r (from_day, to_day, next_month, named)
    values (hold.from_day, hold.to_day, date_trunc('month', hold.from_day), coalesce((select max(d.id) from ingest.dirty d), 0))
    on conflict (singleton) do update
       set from_day = least(r.from_day, excluded.from_day), to_day = greatest(r.to_day, excluded.to_day),
           next_month = date_trunc('month', least(r.from_day, excluded.from_day)), month = null, days = '{}', day = null,
           named = excluded.named;
end $$;

comment on function settle.hold(date, jsonb, date, date) is
    'From a month on, shows the months as they were before a change, by these rule sets, until all of the days [from_day, to_day) is calculated again '
    '(settle.recalculate_step) and what is dirty now is settled. Call it with the settler''s lock, in the transaction of the change.';
