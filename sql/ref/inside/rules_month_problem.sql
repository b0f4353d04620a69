create or replace function ref.rules_month_problem(month date) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when month <> date_trunc('month', month)::date or month not between '2000-01-01' and '2100-12-01'
                then format('rules begin with a month of the years 2000 to 2100, and %s is not the first day of one', month) end
$$;

comment on function ref.rules_month_problem(date) is 'Why no rule set can begin on a day, in words; NULL: one can.';
