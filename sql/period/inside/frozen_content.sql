create or replace function period.frozen_content(closing period.closing) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select period.content_of(closing.input_hash, closing.scheme, array(
               select f.checksum from period.closing_scheme f
                where f.month = closing.month and f.revision = closing.revision order by f.scheme collate "C"),
               period.frozen_amounts(closing.month, closing.revision, closing.scheme))
$$;

comment on function period.frozen_content(period.closing) is
    'What must have been signed (period.content_of) of a month as period.freeze froze it.';
