create or replace function post.plain(words text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select translate(case when length(words) > 300 then left(words, 299) || '…' else words end,
                     '<>[]`*' || chr(10) || chr(13), '＜＞［］｀＊  ')
$$;

comment on function post.plain(text) is
    'A name, reason or note as one line of 300 characters at most (a ranking must fit behind it) that no messenger takes for a '
    'link, a mention or emphasis.';
