create or replace function pay.reverse_streak(
    line bigint, reason text, by_person text default null, dry_run boolean default false
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    paid    pay.ledger;
    outcome jsonb;
begin
    perform ref.check_flags(dry_run);
    perform merit.decision_time();
    perform period.lock();
    if coalesce(reason, '') = '' then
        raise exception 'a reversal needs a reason' using errcode = 'invalid_parameter_value';
    end if;
    select s.* into paid from pay.unreversed s
     where s.line = reverse_streak.line and s.reason = 'first_streak' and s.kind = 'reward';
    if paid.line is null then
        raise exception 'line % is no streak reward that stands', line
            using errcode = 'invalid_parameter_value', hint = 'other lines are reversed by a revision of their month';
    end if;
    if exists (select from pay.ledger l
                where (l.period, l.revision, l.agent, l.reason, l.kind)
                    = (paid.period, paid.revision, paid.agent, paid.reason, 'reversal')) then
        raise exception 'line % is of revision % of %, which reversed the reward of an earlier one', line,
                        paid.revision, paid.period
            using errcode = 'object_not_in_prerequisite_state',
                  hint = format('a revision may reverse one: meritd revise --month %s --reason R takes this one back',
                                paid.period);
    end if;
    begin
        perform pay.append(array[row(paid.period, paid.revision, paid.agent, paid.scheme, paid.reason, 'reversal',
                                     -paid.amount, paid.line, null, reason)::pay.entry], merit.signed(by_person));
        select jsonb_build_object('line', to_jsonb(l))
               || post.write(to_date(paid.period, 'YYYY-MM'), paid.revision, merit.clock()) into outcome
          from pay.ledger l where l.reverses = paid.line;
        if dry_run then
            raise exception using errcode = 'MD000';
        end if;
    exception when sqlstate 'MD000' then
        null;
    end;
    return jsonb_build_object('done', not dry_run, 'dry_run', dry_run) || outcome;
end $$;

comment on function pay.reverse_streak(bigint, text, text, boolean) is
    'Reverses one streak reward, and posts the reversal. Allowed when a revision of an earlier month took away what '
    'earned the reward (later_streaks of period.revise names the line). A reward that a revision has posted again is '
    'taken back by revising its own month instead. Returns {done, dry_run, line, message, receivers}.';
