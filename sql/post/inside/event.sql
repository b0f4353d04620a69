create or replace function post.event(message bigint, key text) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('specversion', '1.0', 'id', key,
                              'source', '/meritd/' || coalesce(h.shop, 'shop'), 'type', 'merit.ranking.posted',
                              'time', to_char(m.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                              'subject', coalesce(m.term, period.month_name(m.month)), 'datacontenttype', 'application/json',
                              'data', m.content)
      from post.message m
     cross join ref.shop h
     where m.id = event.message
$$;

comment on function post.event(bigint, text) is
    'A posting as a CloudEvent in JSON format; its id is the idempotency key.';
