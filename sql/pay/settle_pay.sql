create or replace function pay.settle_pay(for_month date, by_person text default null, dry_run boolean default false)
returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    past    pay.settlement;
    made    pay.settlement;
    unknown jsonb;
    outcome jsonb;
begin
    perform ref.check_flags(dry_run);
    perform merit.decision_time();
    perform period.lock();
    perform period.check_month(for_month);
    made.month := for_month;
    made.revision := period.latest(for_month);
    if made.revision is null then
        raise exception '% is not closed', period.month_name(for_month)
            using errcode = 'object_not_in_prerequisite_state', hint = 'meritd close --month M closes it';
    end if;
    outcome := jsonb_build_object('month', period.month_name(for_month), 'revision', made.revision, 'done', false,
                                  'already', false, 'dry_run', dry_run, 'unknown', '[]'::jsonb, 'lines', '[]'::jsonb);
    if pay.settlement_stands(for_month) then
        return outcome || '{"already": true}';
    end if;
    select s.* into past from pay.settlement s
     where s.month = for_month and s.revision = made.revision order by s.correction desc limit 1;
    made.correction := coalesce(past.correction + 1, 0);
    made.minimum := case when past.month is null then (select s.minimum_pay from period.setting s) else past.minimum end;

    select jsonb_agg(to_jsonb(u) order by u.agent) into unknown from pay.unknown_inputs(for_month, made.minimum) u;
    if unknown is not null then
        return outcome || jsonb_build_object('unknown', unknown);
    end if;
    begin
        outcome := outcome || jsonb_build_object('done', not dry_run, 'correction', made.correction)
                   || pay.write_settlement(made, merit.signed(by_person));
        if dry_run then
            raise exception using errcode = 'MD000';
        end if;
    exception when sqlstate 'MD000' then
        null;
    end;
    return outcome;
end $$;

comment on function pay.settle_pay(date, text, boolean) is
    'Settles the pay of a closed month''s last revision: writes a line for what each pay item of the scheme comes to for an agent, and '
    'for each penalty a line that waives the part beyond the month''s commission, or the part that would push pay below the minimum. '
    'Settles once. After a correction of the inputs it settles again: it writes what changes, with the minimum pay of the first time. '
    'When inputs that it needs are unknown it writes nothing, and unknown lists them: [{agent, employee, missing}]. Returns {done, '
    'already, unknown, lines, ledger_head}.';
