-- Row security: agents see their own rows, leads those of their teams, payroll the ledger; the closing role everything.
-- Owners pass by, and so do all functions that run with their rights.

do $$
declare
    p record;
    granted text;
begin
    for p in
        select *
          from (values
               ('period.result', 'own', 'merit_agent merit_lead', null),
               ('period.indicator', 'own', 'merit_agent merit_lead', null),
               ('period.metric', 'own', 'merit_agent merit_lead', null),
               ('period.streak', 'own', 'merit_agent merit_lead', null),
               ('period.action', 'own', 'merit_agent merit_lead', null),
               ('period.appeal', 'own', 'merit_agent merit_lead', null),
               ('pay.ledger', 'own', 'merit_agent merit_lead', null),
               ('period.action_change', 'own', 'merit_agent merit_lead',
                'exists (select from period.action a where a.id = action_change.action)'),
               ('period.appeal_decision', 'own', 'merit_agent merit_lead',
                'exists (select from period.appeal a where a.id = appeal_decision.appeal)'),
               ('period.result', 'every', 'meritd_close', 'true'),
               ('period.indicator', 'every', 'meritd_close', 'true'),
               ('period.metric', 'every', 'meritd_close', 'true'),
               ('period.streak', 'every', 'meritd_close', 'true'),
               ('period.action', 'every', 'meritd_close', 'true'),
               ('period.action_change', 'every', 'meritd_close', 'true'),
               ('period.appeal', 'every', 'meritd_close', 'true'),
               ('period.appeal_decision', 'every', 'meritd_close', 'true'),
               ('pay.ledger', 'every', 'meritd_close merit_payroll', 'true'),
               ('pay.input', 'every', 'merit_payroll', 'true')
               ) as v(relation, policy, names, condition)
    loop
        execute format('drop policy if exists %I on %s', p.policy, p.relation);
        select string_agg(r, ', ') into granted
          from string_to_table(p.names, ' ') r
         where exists (select from pg_catalog.pg_roles x where x.rolname = r);
        if granted is not null then
            execute format('create policy %I on %s for select to %s using (%s)', p.policy, p.relation, granted,
                           coalesce(p.condition, 'agent = any ((select merit.visible_agents())::text[])'));
        end if;
    end loop;
end $$;
