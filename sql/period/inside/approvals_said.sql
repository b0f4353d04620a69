create or replace function period.approvals_said(of_period text, schemes_in_force boolean, among text[], amounts period.amount[]) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('step', s.step, 'may_sign', to_jsonb(w.agents),
                                                 'agent', a.agent, 'reason', a.reason, 'amount', a.amount, 'becomes', a.becomes)
                              order by s.place, abs(a.amount) desc, a.agent collate "C", a.reason collate "C"), '[]')
      from period.steps(of_period, schemes_in_force, amounts) s
     cross join lateral (select array(select distinct h.agent
                                        from period.who_signs(of_period, schemes_in_force, s.step, ref.day_of(merit.now())) x
                                       cross join unnest(x.agents) as h(agent) order by 1) as agents offset 0) w
      left join lateral unnest(s.approves) a on true
     where s.step = any (among)
$$;

comment on function period.approvals_said(text, boolean, text[], period.amount[]) is
    'These steps of a month or term in order, [{step, may_sign, agent, reason, amount, becomes}]: of an approval one for each amount that it is of, the greatest '
    'first; may_sign: the agents who may sign it today, if a scheme says who does.';
