create or replace function post.key(month date, revision integer, receiver text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select concat_ws('/', coalesce(s.shop, 'shop'), period.month_name(key.month), key.revision, key.receiver)
      from ref.shop s
$$;

comment on function post.key(date, integer, text) is
    'The idempotency key of a posting to a receiver: shop/month/revision/receiver.';
