create or replace function web.length_of(period_kind text) returns interval
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select case period_kind when 'quarter' then interval '3 months' when 'half_year' then interval '6 months' else ('1 ' || period_kind)::interval end $$;

comment on function web.length_of(text) is 'How long a day, week, month, quarter, half_year or year is.';
