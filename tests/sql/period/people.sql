-- Schemes for different people in one month: who is scored by which, what is asked for whom, closed and verified; points out of five; weights agreed with persons.
begin;
\ir fixture.psql
select plan(23);

select fixture.staff('an', 'east', role => 'agent'), fixture.staff('bo', 'west'), fixture.staff('lea', 'east', role => 'lead'), fixture.staff('eve', 'west');
select score.load(fixture.document() || '{"applies_to": [{"roles": ["agent"], "teams": ["east"]}, {"agents": ["bo", "cyn"], "comment": "all of the east, and two"}]}', '2025-01-01');
select score.load((fixture.document() - '{rewards,streaks,improvement_plan,self_mark_gap,weights_add_to}'::text[]) || '{"scheme": "leads",
    "applies_to": [{"roles": ["lead"]}, {"agents": ["bo"], "from": "2025-02", "until": "2025-02"}],
    "eligibility": {"roles": ["lead", "agent"], "statuses": ["regular"], "min_days": 0, "min_received": 1},
    "indicators": [{"indicator": "relative", "name": {"zh": "x", "en": "x"}, "weight": 30, "out_of": 5, "better": "higher", "on_null": "leave_out",
        "value": {"divide": [{"metric": "target_completion"}, {"mean": [{"metric": "target_completion"}], "of": "shop"}]},
        "rule": "bands", "parameters": {"at_least": [{"value": 1, "points": 5}, {"value": 0.9, "points": 4}], "otherwise": 1}}]}', '2025-01-01');
select fixture.month(m, '{"an": 100, "bo": 70, "cyn": 55, "dov": 40, "eve": 25, "lea": 85}') from unnest('{2025-01-01,2025-02-01,2025-03-01}'::date[]) m;

-- dov has no record: an agent of no team. A mean of the shop is of whom the scheme scores: (0.9 + 0.8) / 2 in February.
create function fixture.scored(month date) returns text language sql stable as $$
    select string_agg(concat_ws(' ', s.scheme, s.agent, s.total), ', ' order by s.scheme, s.agent) from merit.score s where s.month = $1
$$;
select is(fixture.scored(m.month), m.scored, m.month::text)
  from (values ('2025-01-01'::date, 'leads lea 100.00, shop-service an 100.00, shop-service bo 70.00, shop-service cyn 55.00'),
               ('2025-02-01', 'leads bo 80.00, leads lea 100.00, shop-service an 100.00, shop-service bo 70.00, shop-service cyn 55.00'),
               ('2025-03-01', 'leads lea 100.00, shop-service an 100.00, shop-service bo 70.00, shop-service cyn 55.00')) as m(month, scored);
select is((select concat_ws(' ', value, points, weight, round(contribution, 4), edge, next_edge, round(brings, 4)) from merit.score_indicator
            where month = '2025-02-01' and agent = 'bo' and scheme = 'leads'),
          '0.941176470588 4 30 80.0000 0.9 1 20.0000', 'four points of five are 80 of 100, and the fifth would bring 20');
select bag_eq($$ select scheme, agent from score.eligible('2025-02-01', '{an,bo,cyn,dov,eve,lea}') $$,
              $$ select scheme, agent from merit.score where month = '2025-02-01' $$, 'nobody else is asked for anything');
select is((select string_agg(w ->> 'message', e'\n' order by 1) from jsonb_array_elements(period.said(period.warnings('2025-02-01'))) w
            where w ->> 'code' = 'targets_missing'), 'no sales target: an, bo, cyn, lea', 'nor warned of');

select fixture.close('2025-01-01'), fixture.close('2025-02-01');
select bag_eq($$ select scheme, agent, total, rank, grade from merit.result where month = '2025-02-01' $$,
              $$ select scheme, agent, total, rank, grade from merit.score where month = '2025-02-01' $$, 'they are closed alike');
select is_empty('select * from period.verify()', 'and what is frozen follows from itself');
alter table period.indicator disable trigger all;
update period.indicator set points = 5, contribution = 100 where agent = 'bo' and scheme = 'leads' and month = '2025-02-01';
select is((select string_agg(agent, ', ' order by agent) from period.verify_results('2025-02-01', 0, 'leads', 1)), 'bo', 'points of five that do not make the total');

select fixture.staff('lea', 'west', role => 'agent', day => '2025-03-31');
select is(fixture.scored('2025-03-01'), 'shop-service an 100.00, shop-service bo 70.00, shop-service cyn 55.00',
          'who is something else on the month''s last day is so for the month');

-- Weights agreed with persons. A tally is 0 where nobody counted: 100 points. an: (40 × 100 + 60 × 50) / 100 by the scheme's weights,
-- in April by hers, (25 × 100 + 75 × 50) / 100; bo: nothing but the target, and no mark is due from him.
select score.load(fixture.document() - '{rewards,streaks,improvement_plan,self_mark_gap}'::text[] || '{"scheme": "leads", "applies_to": [{"agents": ["an", "bo"]}],
    "indicators": [{"indicator": "target", "name": {"zh": "x", "en": "x"}, "weight": 40, "better": "higher", "on_null": "leave_out", "value": {"metric": "target_completion"},
                    "rule": "ratio", "parameters": {"times": 100, "cap": 100}},
                   {"indicator": "work", "name": {"zh": "x", "en": "x"}, "weight": 60, "better": "higher", "on_null": "leave_out",
                    "value": {"marks": "work", "roles": {"hq": 1}, "points_of": "mean"}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}],
    "agreed": [{"agents": ["an"], "from": "2025-04", "until": "2025-04", "weights": {"target": 25, "work": 75}, "by": "lea", "on": "2025-03-28"},
               {"agents": ["bo"], "from": "2025-04", "until": "2025-12", "weights": {"target": 100}, "by": "lea", "on": "2025-03-28"}]}', '2025-03-01');
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
select nextval('fixture.hash'), '2025-04-01Z', 'an', 'work', m, 'hq', 'hq', 50, 100 from unnest('{2025-03,2025-04}'::text[]) m;
select fixture.month('2025-04-01', '{"an": 100, "bo": 70}');
select is(substring(fixture.scored('2025-03-01') for 34), 'leads an 70.00, leads bo 80.00, sh', 'before they were agreed');
select is(substring(fixture.scored('2025-04-01') for 34), 'leads an 62.50, leads bo 80.00, sh', 'and by what was agreed');
select is((select string_agg(concat_ws(' ', agent, indicator, weight, points, trim_scale(contribution), trim_scale(brings)), ', ' order by agent, indicator) from merit.score_indicator
            where month = '2025-04-01' and scheme = 'leads'),
          'an target 25 100 25, an work 75 50 37.5 37.5, bo target 100 80 80 20, bo work 0', 'each with the agreed weight');
select is((select string_agg(w ->> 'message', e'\n' order by 1) from jsonb_array_elements(period.said(period.warnings(m.month))) w
            where w ->> 'message' like '%hq%'), m.said, 'marks that weigh nothing are not due: ' || m.month)
  from (values ('2025-03-01'::date, 'marks of role hq for work are missing: bo'), ('2025-04-01', null)) as m(month, said);
select fixture.close('2025-03-01'), fixture.close('2025-04-01');

-- Names that are somebody else's accounts, and a scheme that pays and is for nobody.
select ref.set_alias('bo', 'cyn', '2025-03-01', '2025-03-31'), ref.set_alias('eve', 'cyn', '2025-05-01', null);
create function fixture.warned(month date) returns text language sql as $$
    select string_agg(concat_ws(' ', w ->> 'code', w ->> 'message'), e'\n' order by 1) from jsonb_array_elements(period.said(period.warnings($1))) w where w ->> 'code' in ('alias', 'nobody', 'unpaid')
$$;
select is(fixture.warned('2025-02-01'), null, 'an account that was nobody else''s');
select is(fixture.warned('2025-03-01'), 'alias scheme leads names accounts that are other agents'' in the month: bo' || e'\nalias scheme shop-service names accounts that are other agents'' in the month: bo',
          'one that was, for a month');
select score.load(fixture.document() || '{"applies_to": [{"agents": ["nobody"]}]}', '2025-06-01');
select fixture.month('2025-06-01', '{"an": 100}');
select is(fixture.warned('2025-06-01'), 'nobody scheme shop-service pays, and applies to nobody', 'a scheme for nobody is warned of');
select score.load(fixture.document() || '{"scheme": "later", "applies_to": [{"agents": ["bo"], "from": "2025-08", "until": "2025-09"}, {"agents": ["eve"], "from": "2025-01", "until": "2025-04"}]}', '2025-02-01'),
       period.set_settings('{month.scheme=shop-service}');
select is(fixture.warned('2025-03-01'), 'alias scheme leads names accounts that are other agents'' in the month: bo' || e'\nalias scheme shop-service names accounts that are other agents'' in the month: bo' ||
          e'\nunpaid scheme later has rewards or pay items and pays nothing, since scheme shop-service pays', 'whom it names for other months is not warned of, but that it pays nothing');
select is(fixture.warned('2025-05-01'), e'nobody scheme shop-service pays, and applies to nobody\nunpaid scheme later has rewards or pay items and pays nothing, since scheme shop-service pays',
          'neither when the account was another''s then');
select is(fixture.after('select fixture.month(''2025-05-01'', ''{"an": 100}''), fixture.close(''2025-05-01'')', 'select fixture.warned(''2025-06-01'')'), 'nobody scheme shop-service pays, and applies to nobody', 'a month after one that was closed like that is not warned of it');
select score.load(fixture.document() - '{rewards}'::text[] || '{"scheme": "later"}', '2025-02-01');
select is(fixture.warned('2025-02-01'), null, 'a scheme without money is not expected to pay');
select is_empty($$ select * from period.verify() where month > '2025-02-01' $$, 'closed, it follows from itself');

select * from finish();
rollback;
