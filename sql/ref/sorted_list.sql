create or replace function ref.sorted_list(items text[]) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select string_agg(i, ', ' order by i collate "C") from unnest(items) i $$;

comment on function ref.sorted_list(text[]) is
    'The items in the order of their bytes, separated by commas; NULL for an empty list.';
