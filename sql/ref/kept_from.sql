create or replace function ref.kept_from() returns date
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select coalesce((select s.kept_from from ref.shop s), '-infinity') $$;

comment on function ref.kept_from() is
    'The first day of which facts are kept, -infinity if all are. Roll-ups of earlier days are what they were, and nothing adds to '
    'them.';
