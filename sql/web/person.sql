create or replace function web.person(agent text default null, month date default null, scheme text default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop      constant ref.shop := web.enter();
    today     constant date := ref.day_of(merit.now());
    who       constant text := coalesce(agent, merit.me());
    shown     constant date := case when month is null then web.shown_month(today) end;
    for_month constant date := web.month(month, case when exists (select from web.schemes(shown) s cross join lateral web.results(shown, s.scheme, array[who]))
                                                     then shown else date_trunc('month', today)::date end);
    staff_day constant date := score.staff_day(for_month);
    chosen    record;
    found     record;
    staff     record;
    grades    jsonb;
    numbers   jsonb;
    history   jsonb;
begin
    if who is null then
        raise exception '%', ref.said(ref.message('refused.whose', merit.caller())) using errcode = 'invalid_parameter_value', column = 'agent';
    end if;
    perform web.known_agent(who);
    perform web.known('scheme', scheme, array(select s.scheme from web.schemes(for_month) s));
    select s.* into staff from ref.staff_on(staff_day, array[who]) s;
    select s.* into chosen
      from web.schemes(for_month) with ordinality s
     where person.scheme is null or s.scheme = person.scheme
     order by exists (select from web.results(for_month, s.scheme, array[who])) desc, s.ordinality
     limit 1;
    select r.* into found from web.results(for_month, chosen.scheme, array[who]) r;
    grades := web.grade_labels(chosen.scheme);
    numbers := web.numbers(for_month, who);
    history := web.history(who, chosen.scheme, for_month, grades);
    return web.state(for_month) || jsonb_build_object(
        'agent', who, 'name', coalesce(found.name, staff.name), 'team', coalesce(found.team, staff.team), 'role', staff.role,
        'role_label', ref.said(ref.term('role', staff.role)), 'employee', staff.employee, 'status', staff.status,
        'scheme', chosen.scheme, 'scheme_label', chosen.label, 'schemes', web.scheme_list(for_month),
        'scope', found.scope, 'total', found.total, 'grade', found.grade, 'grade_label', grades -> found.grade, 'rank', found.rank,
        'reached', found.reached, 'reached_label', grades -> found.reached, 'barred', found.barred, 'barred_why', found.why,
        'place', found.place, 'pass_mark', chosen.document -> 'pass_mark',
        'indicators', web.indicators(for_month, who, chosen.scheme, chosen.version, chosen.document, numbers),
        'labels', web.labels(array['received', 'reply_rate', 'rounds', 'response_seconds', 'inquirers', 'inquiry_conversion', 'sales']),
        'trend', web.days_of(who, for_month, least((for_month + interval '1 month')::date - 1, today)),
        'history', history,
        'before', web.score_before(history, for_month, found.total),
        'pay', web.pay(for_month, who),
        'ledger', web.ledger(for_month, who),
        'appeals', web.appeals(for_month, who),
        'appeal_until', (select period.last_to_appeal(m.created_at) from post.message m
                          where m.month = for_month and m.revision = period.latest(for_month) and period.last_to_appeal(m.created_at) >= merit.now()
                          order by m.sequence limit 1),
        'acknowledgement', (select a from jsonb_array_elements(web.acknowledgements(for_month)) a where a ->> 'agent' = who),
        'terms', web.terms(for_month, who),
        'actions', web.actions(for_month, who),
        'targets', web.targets(for_month, who, numbers));
end $$;

comment on function web.person(text, date, text) is
    'Why an agent (NULL: the caller) has that score in a month (NULL: web.shown_month, or the current one if the agent was not in that), and what lifts it: the score with what it is '
    'reached by or barred from; each indicator with what the next edge takes; days, months before, closed quarters, half-years and years, pay, ledger, appeals, actions and '
    'targets, as far as the caller may see each. 22023: no such agent, month or scheme. docs/doors.md has the shape.';
