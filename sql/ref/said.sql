create or replace function ref.said(message text) returns text
language sql stable strict security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$ select ref.say(message, (select s.language from ref.shop s)) $$;

comment on function ref.said(text) is 'A message (ref.message) in the shop''s language.';
