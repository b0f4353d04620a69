-- What is signed is not to move any more by itself: hence a month must be final but for signatures. One statement, and so one snapshot,
-- says what it is and who has signed that. Approvals are of different amounts, so they are given in any order.

create or replace function period.sign(
    for_month date, step text, schemes_in_force boolean default false, as_of timestamptz default null, by_person text default null,
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
    perform period.check_month(for_month);
    perform period.refuse_recalculating(for_month);
    select c.content, u.missing, u.open, u.approves,
           jsonb_path_query_array(period.said(period.blockers(for_month, at)
                                              || coalesce((select jsonb_agg(e.problem) from period.evidence_problems(for_month) e
                                                            where e.stops and period.latest(for_month) is null), '[]')),  -- it stops no revision
                                  '$[*] ? (@.code != "signatures" && @.code != "approvals" && @.code != "later_closed")')
      into is_now, missing, open, approves, blockers
      from (select period.amounts_now(for_month, schemes_in_force) as amounts offset 0) a
     cross join lateral (select period.signed_content(for_month, schemes_in_force, a.amounts) as content offset 0) c
     cross join lateral (
           select array_agg(s.step order by s.place) as missing,
                  array_agg(s.step) filter (where s.place = 1 or s.approves is not null and s.chained = 0) as open,
                  (array_agg(to_jsonb(s.approves)) filter (where s.step = sign.step))[1] as approves
             from (select x.step, x.approves, x.place, count(*) filter (where x.approves is null) over (order by x.place) as chained
                     from period.unsigned_steps(for_month, schemes_in_force, c.content, a.amounts) with ordinality as x(step, approves, place)) s) u;
    made := row(null, for_month, coalesce(period.latest(for_month) + 1, 0), step, is_now, at, merit.signed(by_person), merit.person(),
                null, approves, merit.self_on(ref.day_of(at)), merit.acting_logins());
    if sign.content <> is_now then
        raise exception '%', ref.said(ref.message('refused.sign_changed', period.month_name(for_month)))
            using errcode = 'object_not_in_prerequisite_state';
    elsif missing[1] is null or (step = any (open)) is not true then
        raise exception '%', ref.said(case when missing[1] is null then ref.message('refused.sign_unasked', period.month_name(for_month))
                                           else ref.message('refused.sign_next', period.month_name(for_month), ref.term('step', missing[1])) end)
            using errcode = 'object_not_in_prerequisite_state', column = 'step';
    elsif jsonb_array_length(blockers) > 0 then
        raise exception '%', ref.said(ref.message('refused.sign_not_final', period.month_name(for_month), blockers -> 0 ->> 'message'))
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    made.signer := period.signs_as(for_month, schemes_in_force, step, ref.day_of(at));
    perform period.refuse_signer(made);
    insert into period.signature (month, revision, step, content, signed_at, signed_by, login, signer, amounts, agents, logins)
    values (made.month, made.revision, made.step, made.content, made.signed_at, made.signed_by, made.login, made.signer, made.amounts,
            made.agents, made.logins)
    returning * into made;
    perform pay.record(made);
    return array_remove(missing, step);
end $$;

comment on function period.sign(date, text, boolean, timestamptz, text, text) is
    'Signs a month as it is now, for its close or its next revision, and returns the steps that are missing then. Steps are signed in the '
    'scheme''s order, approvals one beside the other (55000), each by another person and by whom the scheme says (42501), of a month that is final '
    'but for signatures (55000). Nobody approves what is their own (42501). '
    'content: what the caller has seen (period.signed_content, as web.month_end shows it); if the month is another one now, 55000. NULL: not compared.';
