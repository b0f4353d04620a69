create or replace function period.content_of(inputs text, paying text, schemes text[]) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select encode(sha256(convert_to(array_to_string(inputs || (paying || schemes), ' '), 'UTF8')), 'hex') $$;

comment on function period.content_of(text, text, text[]) is
    'SHA-256, in hex, of what is signed: the hash of a month''s inputs (period.input_hash), the name of the scheme that pays, and the '
    'checksums of all schemes in their order by name.';
