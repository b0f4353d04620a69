create or replace function score.load_default(scheme text, document jsonb)
returns integer
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from score.scheme) then
        return null;
    end if;
    if document ->> 'scheme' is distinct from scheme then
        raise exception 'scheme % expected, but the document is of %', scheme, coalesce(document ->> 'scheme', '(none)')
            using errcode = 'invalid_parameter_value';
    end if;
    return score.load(document);
end $$;

comment on function score.load_default(text, jsonb) is
    'Loads the scheme that a new database starts with, in force from the first month, and returns its version. Returns '
    'NULL and does nothing when any scheme has been loaded before.';
