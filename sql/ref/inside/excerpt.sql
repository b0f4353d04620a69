create or replace function ref.excerpt(item jsonb)
returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when length(item::text) > 40 then left(item::text, 37) || '...' else item::text end
$$;

comment on function ref.excerpt(jsonb) is 'A value as JSON, cut to 40 characters. For messages.';
