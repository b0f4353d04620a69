create or replace function period.months() returns setof date
language plpgsql stable security definer rows 24
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return query
    select u.month
      from period.used_months() as u(month)
     where u.month >= (select period.first_month())
    union
    select c.month from period.closing c;
end $$;

comment on function period.months() is
    'The months (first days) of the shop with anything in them, from its first month on (period.first_month). Earlier '
    'ones are in period.stray_months.';
