create or replace function fact.any_fact() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from fact.conversation) or exists (select from fact.order_event)
        or exists (select from fact.ticket_event) or exists (select from fact.survey)
        or exists (select from fact.mark) or exists (select from fact.tally)
        or exists (select from fact.target) or exists (select from fact.agent_event)
        or ref.kept_from() > '-infinity'  -- there were, and roll-ups of them are
$$;

comment on function fact.any_fact() is 'Whether any event has been stored.';
