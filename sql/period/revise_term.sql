create or replace function period.revise_term(
    of_term          text,
    reason           text,
    as_of            timestamptz default null,
    by_person        text default null,
    schemes_in_force boolean default false,
    dry_run          boolean default false
) returns jsonb
language sql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select period.carry_out(row(null, coalesce(of_term, ''), true, merit.told(as_of), false, false, false, schemes_in_force, reason, merit.signed(by_person), dry_run)::period.task)
$$;

comment on function period.revise_term(text, text, timestamptz, text, boolean, boolean) is
    'Makes a closed term anew, as its next revision, of the months and shorter terms as they are closed now, with the schemes of its close '
    '(schemes_in_force: those in force now). The old result stays. Does nothing when no part was revised and nothing that it says or asks would change. Returns '
    'period.term_report with done, changed, plan, unsigned and to_sign (as period.revise). dry_run: the same, rolled back. 55000: it is not closed, or not signed.';
