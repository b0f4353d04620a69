create or replace function web.known(what text, name text, names text[]) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if name is not null and (name = any (names)) is not true then
        raise exception '%', ref.said(ref.message('refused.unknown', ref.term('known', what), name, merit.caller()))
            using errcode = 'invalid_parameter_value', column = what;
    end if;
end $$;

comment on function web.known(text, text, text[]) is
    '22023 unless the name is one of these, or NULL. So what others have and what nobody has is refused alike.';
