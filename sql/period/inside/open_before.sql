create or replace function period.open_before(for_month date) returns date[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select array(select m from period.months() m
                      where m < for_month and period.latest(m) is null
                        and not exists (select from period.skipped s where s.month = m)
                      order by m));
end $$;

comment on function period.open_before(date) is 'Earlier months with events that are neither closed nor skipped.';
