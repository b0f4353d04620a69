-- What is signed is not to move any more by itself: hence a month or term must be final but for signatures. One statement, and so one snapshot,
-- says what it is and who has signed that. Approvals are of different amounts, so they are given in any order. What was closed over and may
-- stay as it is (a skipped month, a part or an earlier period that nobody closes) stops no revision, and so no signature for one.

create or replace function period.sign(
    of_period text, step text, schemes_in_force boolean default false, as_of timestamptz default null, by_person text default null,
    content text default null
) returns text[]
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at       timestamptz;
    is_now   text;
    missing  text[];
    open     text[];
    approves jsonb;
    blockers jsonb;
    made     period.signature;
begin
    perform ref.check_flags(schemes_in_force);
    perform period.lock();
    at := merit.decision_time(as_of);
    perform period.check_period(of_period);
    perform period.refuse_recalculating(period.last_month(of_period));
    select c.content, u.missing, u.open, u.approves,
           jsonb_path_query_array(period.said(period.blockers_of(of_period, at)
                                              || coalesce((select jsonb_agg(e.problem) from period.evidence_problems(of_period) e
                                                            where e.stops and period.part_closed(of_period) is null), '[]')),  -- it stops no revision
                                  '$[*] ? (!(@.code == $passed[*]))',
                                  jsonb_build_object('passed', array['signatures', 'approvals', 'later_closed']
                                                               || case when period.part_closed(of_period) is not null then array['skipped', 'part_open', 'earlier_term'] end))
      into is_now, missing, open, approves, blockers
      from (select period.amounts_now(of_period, schemes_in_force) as amounts offset 0) a
     cross join lateral (select period.signed_content(of_period, schemes_in_force, a.amounts) as content offset 0) c
     cross join lateral (
           select array_agg(s.step order by s.place) as missing,
                  array_agg(s.step) filter (where s.place = 1 or s.approves is not null and s.chained = 0) as open,
                  (array_agg(to_jsonb(s.approves)) filter (where s.step = sign.step))[1] as approves
             from (select x.step, x.approves, x.place, count(*) filter (where x.approves is null) over (order by x.place) as chained
                     from period.unsigned_steps(of_period, schemes_in_force, c.content, a.amounts) with ordinality as x(step, approves, place)) s) u;
    if sign.content <> is_now then
        raise exception '%', ref.said(ref.message('refused.sign_changed', of_period))
            using errcode = 'object_not_in_prerequisite_state';
    elsif missing[1] is null or (step = any (open)) is not true then
        raise exception '%', ref.said(case when missing[1] is null then ref.message('refused.sign_unasked', of_period)
                                           else ref.message('refused.sign_next', of_period, ref.term('step', missing[1])) end)
            using errcode = 'object_not_in_prerequisite_state', column = 'step';
    elsif jsonb_array_length(blockers) > 0 then
        raise exception '%', ref.said(ref.message('refused.sign_not_final', of_period, blockers -> 0 ->> 'message'))
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    made.month := period.month_of(of_period);
    made.term := case when made.month is null then of_period end;
    made.revision := coalesce(period.part_closed(of_period) + 1, 0);
    made.step := step;
    made.content := is_now;
    made.signed_at := at;
    made.signed_by := merit.signed(by_person);
    made.login := merit.person();
    made.amounts := approves;
    made.agents := merit.self_on(ref.day_of(at));
    made.logins := merit.acting_logins();
    made.signer := period.signs_as(of_period, schemes_in_force, step, ref.day_of(at));
    perform period.refuse_signer(made);
    insert into period.signature (month, term, revision, step, content, signed_at, signed_by, login, signer, amounts, agents, logins)
    values (made.month, made.term, made.revision, made.step, made.content, made.signed_at, made.signed_by, made.login, made.signer, made.amounts,
            made.agents, made.logins)
    returning * into made;
    perform pay.record(made);
    return array_remove(missing, step);
end $$;

comment on function period.sign(text, text, boolean, timestamptz, text, text) is
    'Signs a month or longer period (2026-10, 2026-Q1, 2026-H1, 2026) as it is now, for its close or its next revision, and returns the steps that are missing then. Steps are signed in the '
    'scheme''s order, approvals one beside the other (55000), each by another person and by whom the scheme says (42501), of a period that is final '
    'but for signatures (55000). Nobody approves what is their own (42501). '
    'content: what the caller has seen (period.signed_content, as web.month_end shows it); if the period is another one now, 55000. NULL: not compared. 22023: no such period.';
