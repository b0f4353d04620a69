create or replace function ref.language_of(language text, currency text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select coalesce(language, case currency when 'CNY' then 'zh' else 'en' end) $$;

comment on function ref.language_of(text, text) is
    'The language of a shop, zh or en: the one that shop.language sets, or else Chinese where the currency is CNY, and '
    'English elsewhere.';
