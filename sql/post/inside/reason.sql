create or replace function post.reason(entry jsonb, language text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select case entry ->> 'kind' when 'reversal' then ref.say(ref.message('post.taken_back', r.reason), reason.language)
                                 else ref.say(r.reason, reason.language) end
      from (select pay.reason(entry ->> 'reason')) r(reason)
$$;

comment on function post.reason(jsonb, text) is
    'The reason of one element of a posting''s rewards, in words: what the amount is for, or why it is taken back.';
