create or replace function period.revise(
    for_month         date,
    reason            text,
    as_of             timestamptz default null,
    by_person         text default null,
    schemes_in_force  boolean default false,
    dry_run           boolean default false
) returns jsonb
language sql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select period.carry_out(row(for_month, null, true, merit.told(as_of), false, false, false, schemes_in_force, reason, merit.signed(by_person), dry_run)::period.task)
$$;

comment on function period.revise(date, text, timestamptz, text, boolean, boolean) is
    'Calculates a closed month again, as its next revision, with today''s facts and exclusions and the schemes of its '
    'close (schemes_in_force: the schemes in force now). The old result stays; its ledger lines are reversed and the new '
    'ones appended; what changed is posted. Does nothing when nothing would change. Returns period.report with done, '
    'changed, plan (each change, with drift and exclusions apart), later_streaks, later_carried, later_actions, unsigned (the '
    'signatures that are missing, without which only a dry run is made: 55000) and to_sign (what they are of and who may give them, '
    'period.approvals_said). dry_run: the same, rolled back.';
