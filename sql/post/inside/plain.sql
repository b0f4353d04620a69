create or replace function post.plain(words text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select translate(words, '<>[]`*' || chr(10) || chr(13), '＜＞［］｀＊  ') $$;

comment on function post.plain(text) is
    'A name or note as one line that no messenger takes for a link, a mention or emphasis.';
