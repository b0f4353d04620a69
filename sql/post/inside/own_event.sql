create or replace function post.own_event(message bigint, key text, for_agent text) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select post.event(m.id, own_event.key) || jsonb_build_object('type', 'merit.result.posted', 'data', post.own_content(m, for_agent))
      from post.message m
     where m.id = own_event.message
$$;

comment on function post.own_event(bigint, text, text) is
    'A posting as a CloudEvent for one person: post.event with what is that person''s alone (post.own_content).';
