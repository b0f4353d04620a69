create or replace function period.term_parts(term text, of_grain text)
returns table (part text, start date, month date)
language sql stable rows 12
set search_path = pg_catalog, pg_temp
as $$
    with part as (
        select case when of_grain = 'month' then period.month_name(m) else period.term_name(of_grain, m) end as part, min(m) as start,
               case when of_grain = 'month' then min(m) end as month
          from period.term_span(term) s
          join period.months() m on m >= s.start and m < s.until
         group by 1
    )
    select p.part, p.start, p.month
      from part p
     where of_grain = 'month' or p.part in (select t.term from period.terms() t)
     order by p.start
$$;

comment on function period.term_parts(text, text) is
    'The months (of_grain month) of a term in which there is anything, or the shorter terms in it that there are (period.terms): before a '
    'scheme begins there is none. In order: name, first month with anything, and of a month its first day.';
