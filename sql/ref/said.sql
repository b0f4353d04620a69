create or replace function ref.said(message text) returns text
language plpgsql stable strict security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return ref.say(message, ref.language());
end $$;

comment on function ref.said(text) is 'A message (ref.message) in the language in which the caller reads (ref.language).';
