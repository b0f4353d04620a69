-- Immutable, so that whoever looks words up has the whole of it at hand instead of reading the table for each.

create or replace function ref.dictionary(language text) returns jsonb
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select jsonb_object_agg(w.key, case language when 'en' then w.en else w.zh end) from ref.words() w $$;

comment on function ref.dictionary(text) is 'The words (ref.words) of a language, by key.';
