create or replace function period.acknowledge_term(of_term text, as_of timestamptz default null) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    perform period.refuse_no_term(of_term);
    return period.record_acknowledgement(of_term, merit.decision_time(as_of));
end $$;

comment on function period.acknowledge_term(text, timestamptz) is
    'period.acknowledge of a closed quarter, half-year or year (2026-Q1, 2026-H1, 2026). 22023: it is no such period.';
