create or replace function period.revise_term(
    of_term          text,
    reason           text,
    as_of            timestamptz default null,
    by_person        text default null,
    schemes_in_force boolean default false,
    dry_run          boolean default false
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
    perform period.check_term(of_term);
    if coalesce(reason, '') = '' then
        raise exception 'a revision needs a reason' using errcode = 'invalid_parameter_value';
    end if;
    perform settle.lock(true);
    if period.latest_term(of_term) is null then
        raise exception '% is not closed, there is nothing to revise', of_term
            using errcode = 'object_not_in_prerequisite_state', hint = format('meritd close --period %s closes it', of_term);
    end if;
    perform set_config('merit.now', at::text, true);
    begin
        report := period.revise_term_now(of_term, reason, at, merit.signed(by_person), schemes_in_force);
        if dry_run or not (report ->> 'changed')::boolean then
            raise exception using errcode = 'MD000';
        end if;
    exception when sqlstate 'MD000' then
        null;
    end;
    perform set_config('merit.now', coalesce(past, ''), true);
    return jsonb_build_object('done', not dry_run and (report ->> 'changed')::boolean, 'dry_run', dry_run) || report;
end $$;

comment on function period.revise_term(text, text, timestamptz, text, boolean, boolean) is
    'Makes a closed term anew, as its next revision, of the months and shorter terms as they are closed now, with the schemes of its close '
    '(schemes_in_force: those in force now). The old result stays. Does nothing when no part was revised and nothing that it says or asks would change. Returns '
    'period.term_report with done, changed, plan. dry_run: the same, rolled back. 55000: it is not closed.';
