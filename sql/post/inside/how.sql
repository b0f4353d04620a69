create or replace function post.how(content jsonb, language text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select ref.say(w.key, how.language) from ref.words() w
                      where w.key = 'post.how' and content #>> '{appeal,how}' in (w.zh, w.en)),
                    content #>> '{appeal,how}')
$$;

comment on function post.how(jsonb, text) is
    'How to appeal, as the posting says it: our own sentence in the given language, or what a person wrote, unchanged.';
