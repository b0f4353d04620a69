create or replace function ingest.old_conversations(behind text, most integer) returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select c.conversation
      from fact.conversation c
     where c.conversation > behind collate "C" and substr(c.stubs, 1, 1) = '\x01'
     order by c.conversation
     limit most
$$;

comment on function ingest.old_conversations(text, integer) is
    'At most so many conversations behind the given one, in the order of their names, whose stubs are of format 1: they '
    'have no parts yet. meritd migrate writes them anew.';
