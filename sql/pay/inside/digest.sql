create or replace function pay.digest(content jsonb, columns text[]) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return encode(sha256(convert_to((select jsonb_object_agg(c, content -> c) from unnest(columns) c)::text, 'UTF8')), 'hex');
end $$;

comment on function pay.digest(jsonb, text[]) is
    'SHA-256, in hex, of the named columns of a row as JSON text (members ordered by the length of their names, then by '
    'bytes).';
