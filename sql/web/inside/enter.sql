-- The time zone is that of the door, which has a setting of its own for it and gives the caller's back at its end.

create or replace function web.enter() returns ref.shop
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    shop     ref.shop;
    language constant text := ref.language();
begin
    select s.* into shop from ref.shop s;
    perform set_config('timezone', coalesce(shop.zone, 'UTC'), true);
    shop.language := language;
    return shop;
end $$;

comment on function web.enter() is
    'What a door does first: instants are shown in the shop''s zone from here on. Returns the shop, with the language in which the '
    'caller reads (22023: merit.language is neither zh nor en).';
