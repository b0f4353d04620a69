create or replace function ref.shop_differences(
    shop text, zone text, cut_over text, currency text, topics text[], customer_key text,
    language text default null
) returns setof text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select format('%s is %s in the configuration and %s in the database', d.option,
                  coalesce(d.configured, 'not set'), coalesce(d.stored, 'not set'))
      from ref.shop s
     cross join lateral (values
           ('shop.id', shop_differences.shop, s.shop),
           ('shop.zone', shop_differences.zone, s.zone),
           ('shop.cutover', shop_differences.cut_over::time::text, s.cut_over::text),
           ('shop.currency', shop_differences.currency, s.currency),
           ('kafka.topics', ref.sorted_list(shop_differences.topics), ref.sorted_list(s.topics)),
           ('shop.language', ref.language_of(shop_differences.language, s.currency), s.language),
           ('the fingerprint of the customer key', shop_differences.customer_key, s.customer_key)
           ) as d(option, configured, stored)
     where d.configured is distinct from d.stored
    union all
    select 'nothing is known of the shop' where not exists (select from ref.shop)
$$;

comment on function ref.shop_differences(text, text, text, text, text[], text, text) is
    'One sentence per setting that differs between a configuration and this database; no row when they agree. Every role '
    'that runs commands may call it.';
