create or replace function period.target_set_term(
    id uuid, of_term text, agent text, metric text, value numeric, as_of timestamptz default null, by_person text default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
begin
    perform period.refuse_no_term(of_term);
    perform period.record_target(id, of_term, agent, metric, value, merit.decision_time(as_of), by_person);
end $$;

comment on function period.target_set_term(uuid, text, text, text, numeric, timestamptz, text) is
    'period.target_set for a quarter, half-year or year (2026-Q1, 2026-H1, 2026): targets that a scheme which scores such periods itself '
    'compares with. Refusals are the same; 22023 also where it is no such period.';
