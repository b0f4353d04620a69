create or replace function score.points_or(points numeric, on_null text, full_points numeric)
returns numeric
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select coalesce(points, case on_null when 'zero' then 0 when 'full' then full_points end) $$;

comment on function score.points_or(numeric, text, numeric) is
    'The points; or, where they are NULL, what on_null of the indicator says: NULL (left out), zero, or full.';
