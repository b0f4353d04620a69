create or replace function ref.listed(items text[]) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select string_agg(i, ', ' order by i collate "C") from unnest(items) i $$;

comment on function ref.listed is 'The items in order, separated by commas.';
