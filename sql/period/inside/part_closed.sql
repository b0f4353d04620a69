create or replace function period.part_closed(part text) returns integer
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case when part ~ '^\d{4}-\d\d$' then period.latest(to_date(part, 'YYYY-MM')) else period.latest_term(part) end
$$;

comment on function period.part_closed(text) is 'The last revision of a closed month or term, by its name; NULL while it is not closed.';
