create or replace function web.money(amount numeric) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (select case s.currency when 'CNY' then '¥' else s.currency || ' ' end
                   || regexp_replace(to_char(amount, 'FM999G999G999G999G990D00'), '\.00$', '')
              from ref.shop s);
end $$;

comment on function web.money(numeric) is 'An amount in the shop''s currency, as people write it.';
