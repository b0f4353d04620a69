create or replace function period.approval_problem(of_period text, step text, approves period.amount[]) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'code', 'approvals',
        'message', case when w.agents = '' then ref.message('blocker.no_approver', ref.term('step', step))
                        else ref.message('blocker.approval', ref.term('step', step), w.agents) end,
        'agents', to_jsonb(array(select distinct a.agent from unnest(approves) a order by 1)),
        'amounts', to_jsonb(approves))
      from (select coalesce(string_agg(distinct h.agent, ', '), '') as agents
              from period.who_signs(of_period, false, step, ref.day_of(merit.now())) s
             cross join unnest(s.agents) as h(agent)) w
$$;

comment on function period.approval_problem(text, text, period.amount[]) is
    'The blocker of a month or term that lacks an approval: {code, message, agents, amounts} for period.said, with who may give it today.';
