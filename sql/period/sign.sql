-- What is signed is not to move any more by itself: hence a month must be final but for signatures. One statement, and so one snapshot,
-- says what it is and who has signed that.

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
    blockers jsonb;
    made     period.signature;
begin
    perform period.lock();
    at := merit.decision_time(as_of);
    perform period.check_month(for_month);
    perform period.refuse_recalculating(for_month);
    select c.content, period.unsigned(for_month, schemes_in_force, c.content),
           jsonb_path_query_array(period.said(period.blockers(for_month, at)
                                              || coalesce((select jsonb_agg(e.problem) from period.evidence_problems(for_month) e
                                                            where e.stops and period.latest(for_month) is null), '[]')),  -- it stops no revision
                                  '$[*] ? (@.code != "signatures" && @.code != "later_closed")')
      into is_now, missing, blockers
      from (select period.signed_content(for_month, schemes_in_force) as content offset 0) c;
    made := row(null, for_month, coalesce(period.latest(for_month) + 1, 0), step, is_now, at, merit.signed(by_person), merit.person());
    if sign.content <> is_now then
        raise exception '% has changed since it was shown: look at it again', period.month_name(for_month)
            using errcode = 'object_not_in_prerequisite_state';
    elsif missing[1] is null or step is distinct from missing[1] then
        raise exception '%', case when missing[1] is null then format('%s asks for no signature', period.month_name(for_month))
                                  else format('the next signature of %s is %s', period.month_name(for_month), missing[1]) end
            using errcode = 'object_not_in_prerequisite_state';
    elsif jsonb_array_length(blockers) > 0 then
        raise exception '% is not final: %', period.month_name(for_month), blockers -> 0 ->> 'message'
            using errcode = 'object_not_in_prerequisite_state';
    elsif exists (select from period.signature g
                   where (g.month, g.revision, g.content, g.login) = (made.month, made.revision, made.content, made.login)) then
        raise exception '% has signed % already; each signature is another person''s', made.login, period.month_name(for_month)
            using errcode = 'insufficient_privilege';
    end if;
    insert into period.signature (month, revision, step, content, signed_at, signed_by, login)
    values (made.month, made.revision, made.step, made.content, made.signed_at, made.signed_by, made.login)
    returning * into made;
    perform pay.record(made);
    return missing[2:];
end $$;

comment on function period.sign(date, text, boolean, timestamptz, text, text) is
    'Signs a month as it is now, for its close or its next revision, and returns the steps that are missing then. Steps are signed in the '
    'scheme''s order (55000), each by another login (42501), of a month that is final but for signatures (55000). '
    'content: what the caller has seen (period.signed_content, as web.month_end shows it); if the month is another one now, 55000. NULL: not compared.';
