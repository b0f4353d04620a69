create or replace function pay.settle(of_period text, signed_by text, dry_run boolean) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    past    pay.settlement;
    made    pay.settlement;
    unknown jsonb;
    outcome jsonb;
begin
    made.period := of_period;
    made.month := period.month_of(of_period);
    made.term := case when made.month is null then of_period end;
    made.revision := period.part_closed(of_period);
    if made.revision is null then
        raise exception '% is not closed', of_period
            using errcode = 'object_not_in_prerequisite_state',
                  hint = format('meritd close --%s closes it', case when made.term is null then 'month M' else 'period P' end);
    end if;
    outcome := jsonb_build_object('period', of_period, 'month', of_period, 'revision', made.revision, 'done', false,
                                  'already', false, 'dry_run', dry_run, 'unknown', '[]'::jsonb, 'lines', '[]'::jsonb);
    if pay.settlement_stands(of_period) then
        return outcome || '{"already": true}';
    end if;
    select s.* into past from pay.settlement s
     where s.period = of_period and s.revision = made.revision order by s.correction desc limit 1;
    made.correction := coalesce(past.correction + 1, 0);
    made.minimum := case when past.revision is not null then past.minimum
                         when made.term is null then (select s.minimum_pay from period.setting s) end;

    select jsonb_agg(to_jsonb(u) order by u.agent) into unknown from pay.unknown_inputs(of_period, made.minimum) u;
    if unknown is not null then
        return outcome || jsonb_build_object('unknown', unknown);
    end if;
    begin
        outcome := outcome || jsonb_build_object('done', not dry_run, 'correction', made.correction)
                   || pay.write_settlement(made, signed_by);
        if dry_run then
            raise exception using errcode = 'MD000';
        end if;
    exception when sqlstate 'MD000' then
        null;
    end;
    return outcome;
end $$;

comment on function pay.settle(text, text, boolean) is
    'The part of pay.settle_pay and pay.settle_term that is the same, of a month or term by its name. The caller holds the lock of the month''s '
    'end. A term has no minimum pay: that is a month''s.';
