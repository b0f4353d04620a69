-- The customer of an order or ticket can change without a change of the settled row. That matters only for surveys of
-- excluded customers.

create or replace function settle.renamed(things text[]) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select things where exists (select from fact.exclusion x where x.customer is not null and x.ended_at is null)
$$;

comment on function settle.renamed(text[]) is
    'The given orders or tickets if any customer is excluded, or else none: an event may have named the customer of their '
    'surveys.';
