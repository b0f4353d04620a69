create or replace function post.key(message post.message, receiver text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select concat_ws('/', coalesce(s.shop, 'shop'), coalesce(message.term, period.month_name(message.month)),
                     concat_ws('.', message.revision, nullif(message.sequence, 0)), receiver)
      from ref.shop s
$$;

comment on function post.key(post.message, text) is
    'The idempotency key of a posting to a receiver: shop/month/revision/receiver. The revision is 1.2 for the second '
    'posting of what was taken back since revision 1.';
