-- Everything happens in one subtransaction, so that a dry run is a real close or revision that is rolled back: SQLSTATE MD000 is
-- raised and caught only here. The locks are taken before the subtransaction and kept until the end of the transaction. Of two
-- closers, one waits and then finds the period closed.

create or replace function period.carry_out(task period.task) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    name    constant text := coalesce(task.term, period.month_name(task.month));
    past    constant text := current_setting('merit.now', true);
    at      timestamptz;
    last    integer;
    changed boolean;
    report  jsonb;
begin
    perform ref.check_flags(task.anyway, task.accept_warnings, task.skip, task.schemes_in_force, task.dry_run);
    perform period.lock();
    at := case when task.revises then merit.decision_time(task.as_of) else coalesce(task.as_of, merit.clock()) end;
    if task.term is null then
        perform period.check_month(task.month);
    else
        perform period.check_term(task.term);
    end if;
    if task.revises and coalesce(task.reason, '') = '' then
        raise exception '%', ref.said('refused.revise_reason') using errcode = 'invalid_parameter_value', column = 'reason';
    end if;
    perform settle.lock(true);
    last := period.part_closed(name);
    if task.revises then
        perform period.refuse_revision(task, name, last);
    elsif last is not null then
        return jsonb_build_object('done', false, 'already', true, 'dry_run', task.dry_run)
               || case when task.term is null then period.report(task.month, last) else period.term_report(task.term, last) end;
    end if;
    perform set_config('merit.now', at::text, true);
    begin
        report := case
            when task.revises and task.term is null then period.revise_now(task.month, task.reason, at, task.signed_by, task.schemes_in_force)
            when task.revises then period.revise_term_now(task.term, task.reason, at, task.signed_by, task.schemes_in_force)
            when task.term is null then
                period.close_now(task.month, at, task.anyway, task.accept_warnings, task.skip, task.reason, task.signed_by)
            else period.close_term_now(task.term, at, task.anyway, task.accept_warnings, task.reason, task.signed_by) end;
        changed := not task.revises or (report ->> 'changed')::boolean;
        if changed and not task.dry_run and task.revises and report -> 'unsigned' <> '[]' then
            raise exception '%', ref.said(ref.message('refused.revise_unsigned', name, (
                    select string_agg(ref.said(ref.term('step', u.step)), ', ' order by u.n)
                      from jsonb_array_elements_text(report -> 'unsigned') with ordinality as u(step, n))))
                using errcode = 'object_not_in_prerequisite_state', hint = 'meritd sign signs it';
        elsif task.dry_run or not changed then
            raise exception using errcode = 'MD000';
        end if;
    exception when sqlstate 'MD000' then
        null;
    end;
    perform set_config('merit.now', coalesce(past, ''), true);
    return jsonb_build_object('done', changed and not task.dry_run, 'dry_run', task.dry_run)
           || case when task.revises then '{}' else '{"already": false}'::jsonb end || report;
end $$;

comment on function period.carry_out(period.task) is
    'Closes or revises a month or term in one transaction, or shows what that would do (dry_run). Returns its report with done, dry_run and, of '
    'a close, already. 22023: no such period, or a revision without a reason; 22004: a flag is NULL; 55000: something is in the way, or a revision is not signed; '
    '42501: a revision as of another instant.';
