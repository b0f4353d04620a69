create or replace function period.revise(
    for_month         date,
    reason            text,
    as_of             timestamptz default null,
    by_person         text default null,
    schemes_in_force  boolean default false,
    dry_run           boolean default false
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at     timestamptz;
    past   text := current_setting('merit.now', true);
    report jsonb;
begin
    perform period.lock();
    at := merit.decision_time(as_of);
    perform period.check_month(for_month);
    if coalesce(reason, '') = '' then
        raise exception '%', ref.said('refused.revise_reason') using errcode = 'invalid_parameter_value', column = 'reason';
    end if;
    perform settle.lock(true);
    if period.latest(for_month) is null then
        raise exception '%', ref.said(ref.message('refused.revise_open', period.month_name(for_month)))
            using errcode = 'object_not_in_prerequisite_state', hint = 'meritd close --month M closes it';
    end if;
    if exists (select from ingest.renewal) then
        raise exception '% would be revised without conversations that were not written anew since the upgrade', period.month_name(for_month)
            using errcode = 'object_not_in_prerequisite_state', hint = 'run meritd migrate to its end';
    end if;
    perform set_config('merit.now', at::text, true);
    begin
        report := period.revise_now(for_month, reason, at, merit.signed(by_person), schemes_in_force);
        if not dry_run and (report ->> 'changed')::boolean and jsonb_array_length(report -> 'unsigned') > 0 then
            raise exception '%', ref.said(ref.message('refused.revise_unsigned', period.month_name(for_month), ref.comma_list(report -> 'unsigned')))
                using errcode = 'object_not_in_prerequisite_state', hint = 'meritd sign signs it';
        elsif dry_run or not (report ->> 'changed')::boolean then
            raise exception using errcode = 'MD000';
        end if;
    exception when sqlstate 'MD000' then
        null;
    end;
    perform set_config('merit.now', coalesce(past, ''), true);
    return jsonb_build_object('done', not dry_run and (report ->> 'changed')::boolean, 'dry_run', dry_run) || report;
end $$;

comment on function period.revise(date, text, timestamptz, text, boolean, boolean) is
    'Calculates a closed month again, as its next revision, with today''s facts and exclusions and the schemes of its '
    'close (schemes_in_force: the schemes in force now). The old result stays; its ledger lines are reversed and the new '
    'ones appended; what changed is posted. Does nothing when nothing would change. Returns period.report with done, '
    'changed, plan (each change, with drift and exclusions apart), later_streaks, later_carried, later_actions, unsigned (the '
    'signatures that are missing, without which only a dry run is made: 55000) and to_sign (what they are of and who may give them, '
    'period.approvals_said). dry_run: the same, rolled back.';
