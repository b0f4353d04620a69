create or replace function period.is_sample(role text, needed integer) returns boolean
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select needed > 1 and role in ('lead', 'manager', 'hq') $$;

comment on function period.is_sample(text, integer) is
    'Whether marks of a role are a sample, of which each one counts, and not only a rater''s last: where several are needed, those of who '
    'looks at other people''s work.';
