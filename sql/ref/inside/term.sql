create or replace function ref.term(kind text, code text) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return case when ref.dictionary('en') ? (kind || '.' || code) then kind || '.' || code else code end;
end $$;

comment on function ref.term(text, text) is
    'The key in ref.words of a code''s name: role.lead for (role, lead); the code itself when it has no name there, such '
    'as a name that a shop invented. For ref.say, or to fill a place of ref.message.';
