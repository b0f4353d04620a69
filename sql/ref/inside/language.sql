create or replace function ref.language() returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    asked constant text := nullif(current_setting('merit.language', true), '');
begin
    if asked not in ('zh', 'en') then
        raise exception 'merit.language is "%"; it must be zh or en', asked using errcode = 'invalid_parameter_value';
    end if;
    return coalesce(asked, (select s.language from ref.shop s));
end $$;

comment on function ref.language() is
    'In which language the caller reads, zh or en: that of the setting merit.language, or else the shop''s. 22023: the setting is '
    'neither.';
