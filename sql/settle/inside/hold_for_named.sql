create or replace function settle.hold_for_named(first_day date) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    rules constant jsonb := (select jsonb_agg(to_jsonb(r)) from ref.rule_set r);
begin
    if first_day is not null then
        perform settle.hold(settle.month_moved(first_day, rules), rules);
    end if;
end $$;

comment on function settle.hold_for_named(date) is
    'settle.hold for a change that named in ingest.dirty what it moves, of which numbers may change from this day on; for nothing if NULL.';
