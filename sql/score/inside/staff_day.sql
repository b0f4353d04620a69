create or replace function score.staff_day(for_month date) returns date
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return least((for_month + interval '1 month')::date - 1, ref.day_of(merit.now()));
end $$;

comment on function score.staff_day(date) is
    'The business day whose staff records count in a month at merit.now(): the month''s last one or, while it runs, today.';
