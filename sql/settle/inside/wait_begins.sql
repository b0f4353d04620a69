create or replace function settle.wait_begins(asked timestamptz, since timestamptz, response_from text) returns timestamptz
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select case when response_from = 'assignment' then coalesce(since, asked) else asked end $$;

comment on function settle.wait_begins(timestamptz, timestamptz, text) is
    'From when on the wait of an answered round counts, under the rule response.from: from its question, or from when the agent '
    'got it, where that is known.';
