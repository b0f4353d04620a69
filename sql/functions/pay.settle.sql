create or replace function pay.settle(for_month date, by_person text default null, dry_run boolean default false)
returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    last_revision integer;
    unknown       jsonb;
    waivers       pay.entry[];
    outcome       jsonb;
begin
    perform merit.present();
    perform period.lock();
    perform period.check_month(for_month);
    last_revision := period.latest(for_month);
    if last_revision is null then
        raise exception '% is not closed', period.month_name(for_month)
            using errcode = 'object_not_in_prerequisite_state', hint = 'meritd close --month M closes it';
    end if;
    outcome := jsonb_build_object('month', period.month_name(for_month), 'revision', last_revision,
                                  'done', false, 'already', false, 'dry_run', dry_run);
    if exists (select from pay.settlement s where s.month = for_month and s.revision = last_revision) then
        return outcome || '{"already": true, "unknown": [], "lines": []}';
    end if;

    select jsonb_agg(jsonb_build_object('agent', p.agent, 'employee', p.employee, 'missing', p.missing) order by p.agent)
             filter (where cardinality(p.missing) > 0),
           array_agg(row(period.month_name(for_month), last_revision, p.agent, l.scheme, l.reason, 'waived', p.waived,
                         null, p.line, 'beyond the month''s commission')::pay.entry order by p.line)
             filter (where p.waived > 0)
      into unknown, waivers
      from pay.penalties(for_month) p
      join pay.ledger l using (line);
    if unknown is not null then
        return outcome || jsonb_build_object('unknown', unknown, 'lines', '[]'::jsonb);
    end if;
    begin
        perform pay.append(coalesce(waivers, '{}'), merit.signed(by_person));
        insert into pay.settlement (month, revision, settled_by, inputs)
        select for_month, last_revision, merit.signed(by_person),
               coalesce((select jsonb_agg(jsonb_build_object('agent', i.agent, 'input', i.input, 'amount', i.amount)
                                          order by i.agent, i.input)
                           from pay.input i where i.month = for_month), '[]');
        outcome := outcome || jsonb_build_object('done', not dry_run, 'unknown', '[]'::jsonb, 'lines',
            coalesce((select jsonb_agg(to_jsonb(l) order by l.line) from pay.ledger l
                       where l.period = period.month_name(for_month) and l.revision = last_revision
                         and l.kind = 'waived'), '[]'), 'ledger_head', pay.head());
        if dry_run then
            raise exception using errcode = 'MD000';
        end if;
    exception when sqlstate 'MD000' then
        null;
    end;
    return outcome;
end $$;

comment on function pay.settle(date, text, boolean) is
    'Settles the last revision of a closed month, once: for each penalty a line waived for what exceeds the '
    'month''s commission (or would push pay below the minimum). When commissions are unknown nothing is written, '
    'and unknown lists them: [{agent, employee, missing}]. Returns {done, already, unknown, lines, ledger_head}.';
