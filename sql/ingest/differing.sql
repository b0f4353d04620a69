create or replace function ingest.differing(conversations text[], versions uuid[])
returns table (conversation text, version uuid, stubs bytea)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select held.conversation, c.version, c.stubs
      from unnest(conversations, versions) as held(conversation, version)
      left join fact.conversation c on c.conversation = held.conversation
     where c.version is distinct from held.version
$$;

comment on function ingest.differing(text[], uuid[]) is
    'One row per given conversation whose stored version is not the given one; version and stubs are NULL where nothing '
    'is stored.';
