-- Appeals against quarters, half-years and years: who files and decides, until when, what is behind them, and how an accepted one changes the result.
begin;
\ir fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
set local merit.now = '';
select plan(38);
select to_char(b, 'YYYY"-Q"Q') as quarter, b as begins, to_char(b, 'YYYY-MM') as first, to_char(b, 'YYYY') as year, (b + interval '3 months')::date as ends
  from (select date_trunc('quarter', (now() at time zone 'UTC') - interval '3 months 10 days')::date as b) x \gset

-- qin leads an and bo of the east, zhao the west, with cui. A quarter is a mark of the lead; and shop-service makes one of three months.
select fixture.staff('an', 'east'), fixture.staff('bo', 'east'), fixture.staff('qin', 'east', role => 'lead'), fixture.staff('cui', 'west'), fixture.staff('zhao', 'west', role => 'lead');
select score.load('{"scheme": "quarterly", "name": {"zh": "季", "en": "Quarterly"}, "period": "quarter", "currency": "CNY",
    "indicators": [{"indicator": "skill", "name": {"zh": "技能", "en": "Skill"}, "weight": 60, "better": "higher", "on_null": "leave_out",
                    "value": {"marks": "skill", "roles": {"lead": 1}, "points_of": "mean"}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}},
                   {"indicator": "reach", "name": {"zh": "完成", "en": "Reach"}, "weight": 40, "better": "higher", "on_null": "leave_out",
                    "value": {"divide": [{"number": 100}, {"target": "sales"}]}, "rule": "linear", "parameters": {"from": 0, "points": 0, "unit": 1, "gain": 100, "floor": 0, "cap": 100}}],
    "grades": [{"grade": "all"}], "ranking": {"scope": "shop", "ties": "indicators_in_order"},
    "eligibility": {"roles": ["agent"], "statuses": ["regular"], "min_days": 0, "min_received": 1},
    "shares": {"quarter": [{"award": "quarter_best", "of": "best", "places": 1, "amount": 300}]}}', '2025-01-01');
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
select v.hash, now() - interval '40 days' + v.hash * interval '1 minute', v.agent, 'skill', :'quarter', v.rater, 'lead', v.score, 100
  from (values (101, 'an', 'qin', 90), (102, 'an', 'qin', 40), (103, 'bo', 'qin', 80), (104, 'cui', 'zhao', 60)) v(hash, agent, rater, score);
insert into fact.target (hash, at, agent, period, metric, value)
select v.hash, now() - interval '40 days', v.agent, :'quarter', 'sales', v.value from (values (201, 'an', 200), (202, 'bo', 200), (203, 'cui', 200)) v(hash, agent, value);
select fixture.month(m::date, '{"an": 100, "bo": 85, "cui": 70}') from generate_series(:'begins'::date, :'begins'::date + interval '2 months', '1 month') m;
create role an_login; create role bo_login; create role qin_login; create role zhao_login; create role close_login; create role an2_login;
grant merit_agent to an_login, bo_login, qin_login;
grant merit_lead to qin_login, zhao_login;
grant meritd_close to close_login;
insert into ref.login values ('an_login', 'an'), ('bo_login', 'bo'), ('qin_login', 'qin'), ('zhao_login', 'zhao');
create function fixture.as_login(login text, query text) returns text language plpgsql as $$
declare answer text; state text; message text;
begin
    execute format('set local role %I', login);
    execute query into answer;
    execute 'reset role';
    return answer;
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text;
    execute 'reset role';
    return state || ' ' || message;
end $$;
create function fixture.file(login text, term text, agent text, indicator text, reason text default 'unjust') returns text language sql as $$
    select fixture.as_login(login, format('select period.appeal_file_term(%L, %L, %L, %L) is not null', term, agent, indicator, reason))
$$;
create function fixture.decide(login text, accepted boolean, exclusions text default '[]') returns text language sql as $$
    select fixture.as_login(login, format('select period.appeal_decide((select max(id) from period.appeal), %L, %L, %L)', accepted, 'looked at', exclusions))
$$;
create function fixture.evidence(login text) returns text language sql as $$
    select fixture.as_login(login, $q$ select string_agg(concat_ws(' ', kind, reference, what, amount, excluded), ', ' order by kind, reference) from period.appeal_evidence((select max(id) from period.appeal)) $q$)
$$;
grant select on period.appeal to qin_login, zhao_login, an_login, bo_login;

select alike(fixture.file('an_login', :'quarter', 'an', 'skill'), '55000 ' || :'quarter' || ' is not closed%', 'not before the close');
select period.close(m::date, accept_warnings => true, anyway => true, reason => 'a test') from generate_series(:'begins'::date, :'begins'::date + interval '2 months', '1 month') m;
select period.close_term(:'quarter', accept_warnings => true) ->> 'done';
-- The last mark counts: an 40 × 0.6 + 50 × 0.4 = 44, bo 80 × 0.6 + 20 = 68, cui 56.
select is((select string_agg(concat_ws(' ', agent, rank, total), ', ' order by rank) from period.term_result where term = :'quarter' and scheme = 'quarterly'), 'bo 1 68.00, cui 2 56.00, an 3 44.00', 'closed');
select is((select string_agg(concat_ws(' ', agent, reason, amount), ', ') from pay.ledger where period = :'quarter'), 'bo quarter_best 300.00', 'and paid');
select is((select string_agg(concat_ws(' ', agent, item, amount), ', ' order by place) from merit.pay_statement where period = :'quarter'),
          'bo ledger: quarter best reward 300.00, bo total 300.00', 'a statement without what nobody gives');
select ok((select (content #>> '{appeal,until}')::timestamptz = created_at + interval '7 days' from post.message where term = :'quarter'), 'the posting says until when to appeal');

-- Who files, against what, until when.
select alike(fixture.file(v.login, v.term, v.agent, v.indicator, v.reason), v.refusal, concat_ws(' ', v.login, v.term, v.agent, v.indicator))
  from (values ('bo_login', :'quarter', 'an', 'skill', 'x', '55000 bo_login may not appeal for an%'), ('zhao_login', :'quarter', 'an', 'skill', 'x', '55000 %may not appeal for an%'),
               ('an_login', :'quarter', 'an', 'skil', 'x', '55000 %has no indicator skil in ' || :'quarter' || '%reach, skill'), ('an_login', :'quarter', 'an', 'skill', '', '55000 an appeal needs a reason'),
               ('an_login', '2026-Q5', 'an', 'skill', 'x', '22023 %'), ('an_login', :'year', 'an', 'skill', 'x', '55000 % is not closed')) as v(login, term, agent, indicator, reason, refusal);
set local merit.told_clock = on;
select throws_like(format('select period.appeal_file_term(%L, %L, %L, %L, as_of => %L)', :'quarter', 'an', 'skill', 'x', now() + interval '8 days'), 'the 7 days to appeal in ended%', 'nor late');
set local merit.told_clock = off;
select is(fixture.file('an_login', :'quarter', 'an', 'skill'), 'true', 'an files');
select is(fixture.as_login('an_login', $$ select string_agg(concat_ws(' ', month, period, agent, indicator, state), ', ') from merit.appeal $$), :'quarter' || ' an skill open', 'sees it');
select is(fixture.as_login('bo_login', $$ select count(*) from merit.appeal $$), '0', 'nobody else of the team does');

-- What is behind it, who decides, and what with.
select is(fixture.evidence('qin_login'), 'mark 102 40 of 100 by lead f', 'the mark that counts');
select alike(fixture.evidence('zhao_login'), '22023 there is no appeal%', 'to the lead');
select alike(fixture.decide(v.login, true, '[{"kind": "mark", "reference": "102", "evidence": "e"}]'), v.refusal, v.login || ' does not decide')
  from (values ('an_login', '42501 %'), ('zhao_login', '55000 %may not decide appeal%')) v(login, refusal);
select alike(fixture.decide('qin_login', true, '[{"kind": "mark", "reference": "104", "evidence": "e"}]'), '42501 %', 'nothing that is not behind it');
select alike(fixture.decide('qin_login', true), '55000 %', 'nor accepted for nothing');
select is(fixture.decide('qin_login', true, '[{"kind": "mark", "reference": "102", "evidence": "a slip"}]')::jsonb - '{appeal,exclusions}'::text[],
          jsonb_build_object('period', :'quarter', 'month', :'quarter', 'accepted', true, 'revise', jsonb_build_array(:'quarter')), 'the lead accepts, and is told what to revise');
select is((select string_agg(concat_ws(' ', month, term, agent, changed), ', ' order by agent) from merit.exclusion),
          format('%1$s an total 44.00 → 74.00, rank 3 → 1, mark:skill lead 40 → lead 90, %1$s bo rank 1 → 2, %1$s cui rank 2 → 3', :'quarter'), 'what that changes');
select is(fixture.evidence('qin_login'), 'mark 101 90 of 100 by lead f, mark 102 40 of 100 by lead t', 'the mark before it counts');
select ok(period.term_moved(:'quarter'), 'the quarter should be revised');
select is((select string_agg(total::text, '') from period.term_result where term = :'quarter' and scheme = 'quarterly' and agent = 'an'), '44.00', 'but is not, by itself');
select is(period.revise_term(:'quarter', 'the appeal of an') ->> 'done', 'true', 'revised');
select is((select string_agg(concat_ws(' ', agent, rank, total), ', ' order by rank) from period.term_result where term = :'quarter' and scheme = 'quarterly' and revision = 1), 'an 1 74.00, bo 2 68.00, cui 3 56.00', 'by the mark that counts now');
select is((select string_agg(concat_ws(' ', agent, amount), ', ' order by agent) from (select agent, sum(amount) as amount from pay.ledger where period = :'quarter' group by agent having sum(amount) <> 0) x), 'an 300.00', 'with its money');
select is((select string_agg(split_part(w ->> 'message', E'\t', 2) || ' ' || (w ->> 'agents'), ', ') from jsonb_array_elements(period.term_warnings(:'quarter')) w where w ->> 'code' = 'exclusion'), 'mark 102 ["an", "bo", "cui"]', 'a close would warn of what is left out');
select is_empty('select problem from pay.verify_ledger() union all select problem from period.verify()', 'whole');

-- Against a month of what is made of months; a lead of another team is none, and who is ranked with somebody decides nothing.
select is(fixture.file('bo_login', :'quarter', 'bo', :'first'), 'true', 'against a month that the quarter is made of');
select alike(fixture.decide('bo_login', false), '42501 %', 'who files never decides');
select is(fixture.decide('close_login', false)::jsonb -> 'accepted', 'false', 'the closing role rejects');
select alike(fixture.decide('close_login', false), '55000 appeal % is decided already', 'once');
select is((select string_agg(concat_ws(' ', a ->> 'period', a ->> 'agent', a ->> 'label', a ->> 'state'), ', ' order by a ->> 'id') from jsonb_array_elements(web.month_end((:'ends'::date - interval '1 month')::date) -> 'appeals') a),
          format('%1$s an Skill accepted, %1$s bo %2$s rejected', :'quarter', :'first'), 'the page shows them with the month in which the quarter ends');
select is((select string_agg(distinct r ->> 'kind', ' ') from jsonb_array_elements(web.evidence('an', null, 'skill', term => :'quarter') -> 'rows') r), 'mark', 'and what is behind them');
select is((select count(*)::integer from pay.journal where relation = 'period.appeal' and version = 2), 2, 'the journal has them');
select * from finish();
rollback;
