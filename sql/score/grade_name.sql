create or replace function score.grade_name(grade text) returns text
language sql stable strict
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select g.en
                       from score.scheme v
                      cross join lateral jsonb_to_recordset(v.document -> 'grades') as g(grade text, en text)
                      where ref.language() = 'en' and g.grade = grade_name.grade and g.en is not null
                      order by v.scheme collate "C", v.version desc
                      limit 1), grade)
$$;

comment on function score.grade_name(text) is
    'A grade in the language in which the caller reads. In English: the name in the newest version of a scheme that has one; otherwise the '
    'grade itself.';
