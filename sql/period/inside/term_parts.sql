create or replace function period.term_parts(term text, of_grain text)
returns table (part text, start date, month date)
language sql stable rows 12
set search_path = pg_catalog, pg_temp
as $$
    select case when of_grain = 'month' then period.month_name(m) else period.term_name(of_grain, m) end, min(m), case when of_grain = 'month' then min(m) end
      from period.term_span(term) s
      join period.months() m on m >= s.start and m < s.until
     group by 1
     order by 2
$$;

comment on function period.term_parts(text, text) is
    'The months (of_grain month) or shorter terms of a term in which there is anything, in order: name, first month with anything, and '
    'of a month its first day.';
