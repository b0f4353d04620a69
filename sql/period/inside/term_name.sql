create or replace function period.term_name(grain text, day date) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case grain when 'month' then to_char(day, 'YYYY-MM')
                      when 'quarter' then to_char(day, 'YYYY"-Q"Q')
                      when 'half_year' then format('%s-H%s', to_char(day, 'YYYY'), case when extract(month from day) < 7 then 1 else 2 end)
                      when 'year' then to_char(day, 'YYYY') end
$$;

comment on function period.term_name(text, date) is 'The name of the month, quarter, half_year or year that a day is in: 2026-02, 2026-Q1, 2026-H1, 2026.';
