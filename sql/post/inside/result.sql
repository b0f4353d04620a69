create or replace function post.result(entry jsonb, at text, content jsonb, language text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(nullif(concat_ws(' ', (entry ->> ('rank' || at)) || '.', entry ->> ('total' || at),
                                     post.grade(entry ->> ('grade' || at), content, language)), ''), '—')
$$;

comment on function post.result(jsonb, text, jsonb, text) is
    'Rank, total and grade of one element of a posting''s difference: before the revision (at is _before) or after it (at '
    'is empty).';
