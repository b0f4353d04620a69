-- Whom an order or ticket is of can change while its settled row does not; of nobody's surveys that matters, but of those
-- of excluded customers.

create or replace function settle.renamed(things text[]) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select things where exists (select from fact.exclusion x where x.customer is not null and x.ended_at is null)
$$;

comment on function settle.renamed(text[]) is
    'The orders or tickets given, while any customer is excluded: an event may have named the customer of their surveys.';
