create or replace function period.appeal_file_term(
    of_term text, agent text, indicator text, reason text, as_of timestamptz default null, by_person text default null
) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    perform period.refuse_no_term(of_term);
    return period.record_appeal(of_term, agent, indicator, reason, merit.decision_time(as_of), by_person);
end $$;

comment on function period.appeal_file_term(text, text, text, text, timestamptz, text) is
    'period.appeal_file for a closed quarter, half-year or year (2026-Q1, 2026-H1, 2026): against an indicator of what is scored itself or, of what is '
    'made of months or shorter terms, against one of those, by its name. 22023: it is no such period.';
