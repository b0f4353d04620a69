create or replace function period.keep_drift(for_month date) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    drifted constant period.kept_drift[] := array(
        select (for_month, d.*)::period.kept_drift from period.drift(for_month) d);
begin
    delete from period.kept_drift k
     where k.month = for_month and not exists (select from unnest(drifted) d where d::text = k::text);
    insert into period.kept_drift
    select d.* from unnest(drifted) d
     where not exists (select from period.kept_drift k where k.month = for_month and k::text = d::text);
end $$;

comment on function period.keep_drift(date) is 'The part of period.keep for the drift of a closed month.';
