create or replace function period.mark_give_term(
    id uuid, of_term text, agent text, mark text, role text, score numeric, as_of timestamptz default null, by_person text default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
begin
    perform period.refuse_no_term(of_term);
    perform period.record_mark(id, of_term, agent, mark, role, score, merit.decision_time(as_of), by_person);
end $$;

comment on function period.mark_give_term(uuid, text, text, text, text, numeric, timestamptz, text) is
    'period.mark_give for a quarter, half-year or year (2026-Q1, 2026-H1, 2026): marks that a scheme which scores such periods itself looks at. '
    'Refusals are the same; 22023 also where it is no such period.';
