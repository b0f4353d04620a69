create or replace function post.grade(grade text, content jsonb, language text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(case language when 'en' then content #>> array['grade_names', grade] end, grade)
$$;

comment on function post.grade(text, jsonb, text) is
    'A grade as a posting names it in a language; the scheme''s own name where it has none in that language.';
