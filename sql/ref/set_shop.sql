-- The zone, the cut-over, the currency and the customer key are fixed once there are facts: every stored row follows from
-- them.

create or replace function ref.set_shop(
    shop text, zone text, cut_over time, currency text, topics text[], customer_key text, language text default null
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    stored  ref.shop;
    problem text;
begin
    -- "localtime" is another zone on another server; browsers know none of these. Who has one already keeps it.
    if not exists (select from pg_catalog.pg_timezone_names z
                    where z.name = set_shop.zone
                      and (z.name !~ '^((posix|right)/|localtime$|posixrules$|Factory$)' or z.name = (select s.zone from ref.shop s))) then
        raise exception 'shop.zone is "%", which is no IANA time zone that this server knows', zone;
    end if;
    select * into stored from ref.shop;
    if stored.singleton then
        update ref.shop set topics = set_shop.topics, language = ref.language_of(set_shop.language, set_shop.currency);
        select string_agg(d, '; ') into problem
          from ref.shop_differences(shop, zone, cut_over::text, currency, topics, customer_key, language) d;
        if problem is null then
            return;
        end if;
        if fact.any_fact() then
            raise exception 'the shop cannot change once there are facts: %', problem;
        end if;
        delete from ref.shop;
        delete from ref.day;
    end if;
    insert into ref.shop (shop, zone, cut_over, currency, topics, customer_key, language)
    values (shop, zone, cut_over, currency, topics, customer_key, ref.language_of(language, currency));
    insert into ref.day (day, starts_at)
    select d::date, (d::date + set_shop.cut_over) at time zone set_shop.zone
      from generate_series(timestamp '1999-12-25', timestamp '2101-01-07', interval '1 day') d;
    perform ref.write_open_spans();
end $$;

comment on function ref.set_shop(text, text, time, text, text[], text, text) is
    'Writes the shop and its calendar (called by meritd migrate). Topics and language may change at any time, the '
    'rest only while there are no facts.';
