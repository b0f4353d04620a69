-- What each role may do (docs/roles.md has the table, and tests/sql/roles/table.sql compares). First every right is taken
-- away, from public too; then rights are granted again. Missing roles are skipped. An object that no line names, such as a
-- new one, is only for the owner and for functions that run with the owner's rights.

do $$
declare
    ours  constant text := 'ref, ingest, fact, settle, settled, rollup, score, merit, period, pay, post, web';
    roles constant text[] := array['meritd_ingest', 'meritd_settle', 'meritd_close', 'merit_lead', 'merit_agent',
                                   'merit_payroll', 'merit_operator', 'merit_reader', 'meritd_web'];
    g record;
    there text;
begin
    there := concat_ws(', ', 'public', (select string_agg(r, ', ') from unnest(roles) r
                                         where exists (select from pg_catalog.pg_roles p where p.rolname = r)));
    execute format('revoke all on schema %s from %s', ours, there);
    execute format('revoke all on all tables in schema %s from %s', ours, there);
    execute format('revoke all on all sequences in schema %s from %s', ours, there);
    execute format('revoke all on all routines in schema %s from %s', ours, there);
    -- nobody may make objects in our schemas, nor temporary ones, whose names could fool a function
    execute format('revoke create, temporary on database %I from %s', current_database(), there);
    execute format('revoke create on schema public from %s', there);

    -- no session may sit on what it has read; our own commands take as long as they need. To compile a query of a view takes
    -- longer than to answer it.
    for g in
        select v.setting, v.value
          from pg_catalog.pg_database d
         cross join (values ('idle_in_transaction_session_timeout', '1min'), ('statement_timeout', '10min'),
                            ('jit', 'off')) v(setting, value)
         where d.datname = current_database() and pg_catalog.pg_has_role(d.datdba, 'usage')
           and not exists (select from pg_catalog.pg_db_role_setting s cross join unnest(s.setconfig) c
                            where s.setdatabase = d.oid and s.setrole = 0 and c like v.setting || '=%')
    loop
        execute format('alter database %I set %I = %L', current_database(), g.setting, g.value);
    end loop;

    for g in
        select v.privilege, string_agg(r, ', ') as roles
          from (values
    -- the daemon: facts, positions, dirty rows, dead letters
    ('meritd_ingest', 'usage on schema ref, ingest, fact, settle'),
    ('meritd_ingest', 'select on ref.migration, ref.shop, ref.day, ref.rule_set'),
    ('meritd_ingest', 'select, insert, update on fact.conversation, fact.order_event, fact.ticket_event, fact.survey,
                       fact.mark, fact.tally, fact.target, fact.agent_event'),
    ('meritd_ingest', 'select, insert, update, delete on fact.contact_part'),
    ('meritd_ingest', 'select, insert, update on ingest.position'),
    ('meritd_ingest', 'select, insert on ingest.dirty, ingest.dead_letter'),
    ('meritd_ingest', 'insert on ingest.clock'),
    ('meritd_ingest', 'execute on all routines in schema ref, ingest'),
    ('meritd_ingest', 'execute on function fact.any_fact(), fact.any_real(), fact.same_answer(bigint[])'),
    -- the settler
    ('meritd_settle', 'usage on schema ref, ingest, fact, settle, settled, rollup, period'),
    ('meritd_settle', 'select on all tables in schema ref, fact'),
    ('meritd_settle', 'select, insert, delete on ingest.dirty'),
    ('meritd_settle', 'select, delete on ingest.clock'),
    ('meritd_settle', 'select, insert, update on settle.state'),
    ('meritd_settle', 'select on settle.bucket'),
    ('meritd_settle', 'select, insert, update, delete on settle.recalculation'),
    ('meritd_settle', 'select, insert, update, delete on all tables in schema settled, rollup'),
    ('meritd_settle', 'execute on all routines in schema ref, settle, rollup'),
    ('meritd_settle', 'execute on function fact.any_fact(), fact.same_answer(bigint[]), fact.opinions_of(bigint[]),
      ingest.expire_dead_letters(integer), period.keep(interval)'),
    -- what every command asks first: are the database and the shop the right ones?
    ('meritd_settle meritd_close merit_lead merit_agent merit_payroll merit_operator meritd_web', 'usage on schema ref, ingest'),
    ('meritd_settle meritd_close merit_lead merit_agent merit_payroll merit_operator meritd_web', 'execute on function
      ingest.schema_version(), ref.shop_differences(text, text, text, text, text[], text, text)'),
    -- whoever reads scores, actions or pay reads them in the shop''s language
    ('merit_lead merit_agent merit_payroll merit_operator', 'execute on function merit.spoken(), ref.kept_from(), merit.held_from(), ref.said(text),
                        ref.message(text, text[])'),
    -- the closing role reads everything but wages, and writes through functions alone
    ('meritd_close', 'usage on schema ref, ingest, fact, settle, settled, rollup, score, merit, period, pay, post'),
    ('meritd_close', 'select on all tables in schema ref, ingest, fact, settle, settled, rollup, score, merit, period,
                      post'),
    ('meritd_close', 'select on merit.entered_event'),
    ('meritd_close', 'select (month, term, period, revision, settled_at, settled_by) on pay.settlement'),
    ('meritd_close', 'execute on all routines in schema ref, settle, rollup, score, merit'),
    -- leads and agents: views that show each of them their own rows
    ('merit_lead merit_agent', 'usage on schema merit, period, pay'),
    ('merit_lead merit_agent', 'select on merit.exclusion, merit.own_score, merit.own_indicator, merit.own_metric, merit.own_round,
                                merit.own_term_score, merit.term_result, merit.result, merit.result_indicator, merit.result_metric, merit.ledger, merit.action, merit.marks_due,
                                merit.appeal, merit.pay_statement, merit.grade_evidence, merit.acknowledgement'),
    ('merit_lead merit_agent', 'execute on function merit.exclusions(text[]), merit.own_scores(date), merit.own_terms(), merit.own_term_scores(text), merit.frozen_terms(text), merit.own_indicators(date),
                                merit.own_metrics(date), merit.own_rounds(date), merit.own_months(), merit.own_kept_scores(),
                                merit.own_kept_indicators(), merit.frozen_results(date),
                                merit.frozen_indicators(date), merit.frozen_metrics(date), merit.seen_actions(), merit.seen_marks(text),
                                merit.seen_appeals(text[]), merit.seen_evidence(text), merit.evidence_needed(text), merit.seen_acknowledgements(text), merit.seen_lines(), merit.seen_staff(date), merit.explain(text, date, text, integer),
                                merit.explain_rounds(text, date, integer), merit.explain_orders(text, date, integer),
                                merit.year_sheet(text, integer), merit.year_terms(text, integer),
                                merit.me(), merit.caller(),
                                merit.visible_agents(), merit.has_role(text), merit.now(), period.months(),
                                pay.statement_rows(text[]), period.acknowledge(date, timestamptz), period.acknowledge_term(text, timestamptz),
                                period.appeal_file(date, text, text, text, timestamptz, text), period.appeal_file_term(text, text, text, text, timestamptz, text),
                                period.mark_give(uuid, date, text, text, text, numeric, timestamptz, text),
                                period.mark_give_term(uuid, text, text, text, text, numeric, timestamptz, text)'),
    ('merit_lead', 'usage on schema fact'),
    ('merit_lead', 'select on merit.period, merit.term, merit.team_month_metric, merit.team_day_metric'),
    ('merit_lead', 'execute on function merit.team_metrics(text, date), merit.team_figures(text, text, date, date, text[]), period.used_months(), period.used_days()'),
    ('merit_lead', 'execute on function period.state(date), period.term_state(text), period.term_moved(text), period.appeal_evidence(bigint),
                     period.target_set(uuid, date, text, text, numeric, timestamptz, text), period.target_set_term(uuid, text, text, text, numeric, timestamptz, text),
                    period.evidence_file(text, text, text, text, text, text, date, timestamptz, text),
                    period.evidence_withdraw(bigint, text, timestamptz, text),
                    period.appeal_decide(bigint, boolean, text, jsonb, timestamptz, text),
                    period.action_set(bigint, text, text, timestamptz, text),
                    fact.exclude(text, text, text, text, text, bigint, timestamptz, text),
                    fact.include(bigint, text, timestamptz, text)'),
    -- payroll: the ledger and what belongs to it, but nobody's conversations
    ('merit_payroll', 'usage on schema merit, period, pay'),
    ('merit_payroll', 'select on merit.period, merit.term, merit.ledger, merit.pay_statement, merit.acknowledgement, pay.ledger, pay.input, pay.settlement'),
    ('merit_payroll', 'execute on function merit.now(), merit.caller(), merit.has_role(text), merit.me(), merit.own_terms(), period.months(),
                       period.state(date), period.term_state(text), period.term_moved(text), merit.seen_lines(), merit.seen_acknowledgements(text), pay.statement_rows(text[]), pay.payroll(date, boolean, integer), pay.payroll_term(text, boolean, integer),
                       pay.settle_pay(date, text, boolean), pay.settle_term(text, text, boolean), pay.set_input(jsonb, text, text), pay.verify_ledger(text), pay.ledger_end(),
                       period.verify(), pay.reverse_streak(bigint, text, text, boolean)'),
    -- operators: the machine, but nobody's score or pay
    ('merit_operator', 'usage on schema ref, ingest, fact, settle, merit, period, post, pay'),
    ('merit_operator', 'select on merit.exclusion, merit.grade_evidence, merit.data_quality, merit.waiting_now, merit.period, merit.term, merit.posting, ref.migration,
                        ref.shop, ref.day, ref.rule_set, ref.rule_span, ref.service_hours, ref.rule_change, ref.agent_alias, ref.alias_change, settle.state, fact.exclusion, post.receiver'),
    ('merit_operator', 'select on all tables in schema ingest'),
    ('merit_operator', 'execute on function ref.hours_problems(jsonb), ref.hours_on(date), ref.hours_differences(jsonb, jsonb),
                        ref.shown_hours(date, date, text)'),
    ('merit_operator', 'execute on function merit.clear_dead_letters(timestamptz, text, bigint[])'),
    ('merit_operator meritd_close', 'execute on function period.stray_months()'),
    ('merit_operator', 'select, insert, update, delete on ref.login'),
    ('merit_operator', 'execute on function merit.seen_evidence(text), merit.exclusions(text[]), merit.now(), merit.caller(), merit.has_role(text), period.months(),
                        merit.own_terms(), period.term_state(text), period.term_moved(text), period.state(date), ref.rules(), ref.rules_on(date), ref.rule_list(date), ref.sorted_list(text[]), merit.status(text[]),
                        pay.ledger_end(),
                        fact.exclude(text, text, text, text, text, bigint, timestamptz, text),
                        fact.include(bigint, text, timestamptz, text)'),
    ('meritd_close merit_operator', 'execute on function
                        period.evidence_file(text, text, text, text, text, text, date, timestamptz, text),
                        period.evidence_withdraw(bigint, text, timestamptz, text), period.setting_list(), period.set_settings(text[]),
                        period.verify(), pay.verify_ledger(text), post.set_receivers(jsonb),
                        post.queue(date, integer, text[], boolean), post.queue_term(text, integer, text[], boolean),
                        post.claim(text, integer, interval, timestamptz, text[]),
                        post.answer(bigint, text, uuid, text, text, text, timestamptz, interval)'),
    ('meritd_close', 'execute on function
                      period.close(date, timestamptz, boolean, boolean, boolean, text, text, boolean),
                      period.close_term(text, timestamptz, boolean, boolean, text, text, boolean),
                      period.revise_term(text, text, timestamptz, text, boolean, boolean), period.term_state(text), period.term_moved(text),
                      period.revise(date, text, timestamptz, text, boolean, boolean), period.drift(date),
                      period.sign(text, text, boolean, timestamptz, text, text), period.due_signatures(text, boolean), period.acknowledge(date, timestamptz), period.acknowledge_term(text, timestamptz),
                      period.state(date), period.months(), period.used_months(), period.used_days(), pay.head(), pay.ledger_end(),
                      period.appeal_file(date, text, text, text, timestamptz, text), period.appeal_file_term(text, text, text, text, timestamptz, text), period.appeal_evidence(bigint),
                      period.mark_give(uuid, date, text, text, text, numeric, timestamptz, text),
                      period.mark_give_term(uuid, text, text, text, text, numeric, timestamptz, text),
                      period.target_set(uuid, date, text, text, numeric, timestamptz, text), period.target_set_term(uuid, text, text, text, numeric, timestamptz, text),
                      period.appeal_decide(bigint, boolean, text, jsonb, timestamptz, text),
                      period.action_set(bigint, text, text, timestamptz, text),
                      fact.exclude(text, text, text, text, text, bigint, timestamptz, text),
                      fact.include(bigint, text, timestamptz, text), pay.statement_rows(text[])'),
    -- the doors: what people look at, each of them their own
    ('meritd_close merit_lead merit_agent merit_payroll merit_operator', 'usage on schema web'),
    ('meritd_close merit_lead merit_agent merit_payroll merit_operator', 'execute on function web.me(), web.month_end(date)'),
    ('meritd_close merit_operator', 'execute on function web.quality()'),
    ('meritd_close merit_lead merit_agent merit_operator', 'execute on function web.waiting(text, integer)'),
    ('meritd_close merit_lead merit_agent', 'execute on function web.today(text), web.ranking(text, date, text, text, text),
                                web.person(text, date, text), web.evidence(text, date, text, text, text, integer, text),
                                web.lists(text, date, text, text, integer, text), web.entries(date)'),
    ('meritd_close merit_lead', 'execute on function web.team(text, date), web.due()'),
    -- readers: sums without names
    ('merit_reader', 'usage on schema merit'),
    ('merit_reader', 'select on merit.shop_month_metric, merit.shop_month_score'),
    ('merit_reader', 'execute on function period.months(), period.used_months(), merit.shop_month_metrics(date), merit.shop_grades(date), merit.now()')
               ) as v(names, privilege)
         cross join lateral string_to_table(v.names, ' ') as r
         where exists (select from pg_catalog.pg_roles p where p.rolname = r)
         group by v.privilege, v.names
    loop
        execute format('grant %s to %s', g.privilege, g.roles);
    end loop;

    -- Whoever may execute the function of a trigger may put it on a table of their own, with an argument of their own.
    for g in
        select p.oid::pg_catalog.regprocedure as function
          from pg_catalog.pg_proc p
          join pg_catalog.pg_namespace n on n.oid = p.pronamespace
         where n.nspname = any (string_to_array(ours, ', ')) and p.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype
    loop
        execute format('revoke execute on function %s from %s', g.function, there);
    end loop;
end $$;
