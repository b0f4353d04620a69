-- As a string, whatever the member is called; as a number, where the member is called customer. A short number must not find
-- every record in which its digits stand.

create or replace function fact.letters_naming(id text) returns setof bigint
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select d.id
      from ingest.dead_letter d
     where encode(d.payload, 'escape') ~ (select fact.json_pattern(letters_naming.id))
        or convert_to(letters_naming.id, 'UTF8') = any (d.key || d.headers)
        or letters_naming.id ~ '^\d+$'
           and encode(d.payload, 'escape') ~ ('"customer"\s*:\s*' || letters_naming.id || '(?!\d)')
$$;

comment on function fact.letters_naming(text) is 'The dead letters whose payload, key or headers name a customer by id.';
