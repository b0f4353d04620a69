create or replace function settle.hold_for_named(mark bigint, from_day date) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    rules constant jsonb := (select jsonb_agg(to_jsonb(r)) from ref.rule_set r);
begin
    if exists (select from ingest.dirty d where d.id > mark) then
        perform settle.hold(settle.month_moved(least(from_day, (select min(n) from ingest.dirty d cross join unnest(d.days) n where d.id > mark)),
                                               rules),
                            rules);
    end if;
end $$;

comment on function settle.hold_for_named(bigint, date) is
    'settle.hold for a change of what happened from a day on, which was named in ingest.dirty after the id mark; for nothing if nothing was.';
