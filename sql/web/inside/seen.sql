create or replace function web.seen() returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case when not merit.sees_all() then merit.visible_agents() end;
end $$;

comment on function web.seen() is
    'The agents whom the caller may see by name (merit.visible_agents); NULL: everybody.';
