create or replace function ref.hours_on(day date) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select s.document from ref.hours_stretches() s
                      where hours_on.day >= s.effective and hours_on.day < s.until), '{}')
$$;

comment on function ref.hours_on(date) is
    'The document of service hours in force on a calendar day; {}, which is always open, where none is.';
