-- What is taken back between a close and a revision is posted: what, from whom and why, in the reader's language, nothing
-- that did not change, and nothing that a commission could be computed from.
begin;
\ir ../period/fixture.psql
select plan(31);

select post.set_receivers('[{"receiver": "file", "kind": "file"}, {"receiver": "group", "kind": "webhook", "format": "wecom", "language": "zh"},
                            {"receiver": "words", "kind": "webhook", "format": "wecom_text", "language": "en"}]');
select fixture.staff(a, employee => e) from (values ('an', 'E1'), ('bo', 'E2'), ('cui', 'E3')) v(a, e);

-- an and bo are first together for three months, and have 200 each for it. cui's commission of 60 bears 60 of a penalty of 100.
select fixture.month(m::date, '{"an": 100, "bo": 100, "cui": 70}') from generate_series('2025-01-01'::date, '2025-03-01', '1 month') m;
select fixture.close(m::date) from generate_series('2025-01-01'::date, '2025-03-01', '1 month') m;
select pay.set_input('[{"month": "2025-03", "agent": "cui", "input": "own_commission", "amount": "60.00"},
                       {"month": "2025-03", "agent": "cui", "input": "shared_commission", "amount": "0.00"}]');
select pay.settle_pay('2025-03-01');
select is(fixture.lines('2025-03-01'), 'an first reward 50.00, bo first reward 50.00, cui last penalty -100.00, an first_streak reward 200.00, '
          'bo first_streak reward 200.00, cui last waived 40.00', 'what was paid');
select period.revise('2025-02-01', 'mixed up', as_of => '2025-05-20Z') from fixture.month('2025-02-01', '{"an": 70, "bo": 85, "cui": 100}');

create function fixture.reverse(agent text, dry boolean default false) returns jsonb language sql as $$
    select pay.reverse_streak(s.line, 'February was revised', dry_run => $2) from pay.unreversed s
     where s.agent = $1 and s.reason = 'first_streak'
$$;
select is((select array_agg(k order by k) from jsonb_object_keys(fixture.reverse('an', true)) k), '{done,dry_run,line,message,receivers}', 'a dry run says what would be posted');
select is((select count(*) from post.message where month = '2025-03-01'), 1::bigint, 'and posts nothing');
create table fixture.made as select fixture.reverse('an') as answer;
select is((select answer -> 'receivers' from fixture.made), '["file", "group", "words"]', 'a reversal is posted, to everybody enabled');
create view fixture.posted as select * from post.message where month = '2025-03-01' and kind = 'reversal';
select is((select content from fixture.posted), (select answer -> 'message' from fixture.made), 'this');
select is((select content -> 'rewards' from fixture.posted),
          '[{"kind": "reversal", "name": "An", "note": null, "agent": "an", "amount": -200.00, "reason": "first_streak", "currency": "CNY"}]', 'what from whom');
select is((select concat_ws(' ', revision, sequence, created_at at time zone 'UTC') from fixture.posted), '0 1 2026-06-15 12:00:00', 'as the first after the posting of revision 0, at the clock');
select is((select content - '{rewards,ranking,result_hash,grade_names,scheme_name,scheme,shop,closed_at,data_complete_up_to}'::text[] from fixture.posted),
          jsonb_build_object('period', '2025-03', 'month', '2025-03', 'revision', 0, 'sequence', 1, 'kind', 'reversal', 'reason', 'February was revised', 'appeal', null, 'difference', null,
                             'ledger_head', pay.head(), 'journal_head', (select j.prev_hash from pay.journal j order by entry desc limit 1)), 'why, and up to which line; no time to appeal in');
select is((select content -> 'ranking' from fixture.posted), (select content -> 'ranking' from post.message where month = '2025-03-01' and kind = 'ranking'),
          'the ranking is what it was, for who keeps what a template sends');
select unalike((select content::text from fixture.posted), '%waived%', 'nothing of what was waived');
select unalike((select content::text from fixture.posted), '%"line"%', 'nor a line''s number, which would count waivers');

-- As text.
create function fixture.said(receiver text) returns text[] language sql as $$
    select string_to_array(coalesce(c.body #>> '{markdown,content}', c.body #>> '{text,content}'), E'\n')
      from post.claim('x', 100, as_of => '2026-06-16Z', for_receivers => array[$1]) c where c.key ~ '^shop/2025-03/0\.'
$$;
select is(fixture.said('group'), array['**2025-03 客服绩效奖惩（冲销）**', '原因：February was revised', '奖惩：An，连续第一，冲销 -200.00 CNY'], 'in Chinese');
select is(fixture.said('words'), array['2025-03 Money taken back', 'Why: February was revised', 'Rewards: An, firsts running, taken back -200.00 CNY'], 'in English');

-- The next one has a key of its own; who may not be named is not, and the first one is not told again.
select period.set_settings('{post.names_down_to=0}');
select fixture.reverse('bo');
select is((select array_agg(key order by key) from merit.posting where month = '2025-03-01' and receiver = 'group'),
          '{shop/2025-03/0.1/group,shop/2025-03/0.2/group,shop/2025-03/0/group}', 'each has its key');
select is((select string_agg(concat_ws(' ', kind, revision, sequence, receiver, state), ', ' order by sequence) from merit.posting where month = '2025-03-01' and receiver = 'file'),
          'ranking 0 0 file pending, reversal 0 1 file pending, reversal 0 2 file pending', 'and its place in the list');
select is((select content -> 'rewards' from fixture.posted where sequence = 2),
          '[{"kind": "reversal", "note": null, "amount": -200.00, "reason": "first_streak", "currency": "CNY"}]', 'without a name');
select unalike((select content::text from fixture.posted where sequence = 2), '%bo"%', 'anywhere');
select is(fixture.said('group'), array['**2025-03 客服绩效奖惩（冲销）**', '原因：February was revised', '奖惩：—，连续第一，冲销 -200.00 CNY'], 'so in the text');

-- What asks for the posting of a close or revision gets that.
select is(period.close('2025-03-01') #>> '{message,kind}', 'ranking', 'closing again shows what the close posted');
select throws_like($$ select period.appeal_file('2025-03-01', 'an', 'target_completion', 'x', as_of => '2026-06-15T12:00Z') $$,
                   'the 7 days to appeal in ended at 2025-04-18 00:00', 'a reversal gives no new days to appeal in');
select is((select string_agg(concat_ws(' ', employee, correction, amount), ', ' order by correction, employee) from pay.payroll('2025-03-01') where record = 'person'),
          'E1 0 250.00, E2 0 250.00, E3 0 -60.00, E1 1 -200.00, E2 1 -200.00', 'for payroll each is a row of its own');

-- A new receiver is sent all of it, in order.
select post.set_receivers('[{"receiver": "late", "kind": "file"}]');
select is((select jsonb_agg(q ->> 'key' order by q ->> 'key') from jsonb_array_elements(post.queue('2025-03-01', for_receivers => '{late}')) q where q ->> 'receiver' = 'late'),
          '["shop/2025-03/0.1/late", "shop/2025-03/0.2/late", "shop/2025-03/0/late"]', 'what was taken back with what was paid');
select is((select array_agg(event ->> 'id' order by ordinality) from post.claim('x', 100, as_of => '2026-06-16Z', for_receivers => '{late}') with ordinality),
          '{shop/2025-03/0/late,shop/2025-03/0.1/late,shop/2025-03/0.2/late}', 'in the order of posting');
select is_empty($$ select * from pay.verify_ledger() union all select null, problem from period.verify() $$, 'all of it verifies');

-- What was taken back before version 12 of the schema was not posted: it is named, and posted when the month is queued.
select fixture.month('2025-04-01', '{"an": 100, "bo": 85, "cui": 70}'), fixture.month('2025-05-01', '{"an": 100, "bo": 85, "cui": 70}'),
       fixture.month('2025-06-01', '{"an": 100, "bo": 85, "cui": 70}');
select fixture.close(m) from unnest('{2025-04-01,2025-05-01,2025-06-01}'::date[]) m;
select pay.append(array[row(s.period, 0, 'an', s.scheme, s.reason, 'reversal', -s.amount, s.line, null, 'by hand')::pay.entry], 'x')
  from pay.unreversed s where s.period = '2025-05' and s.reason = 'first_streak';
select is((select string_agg(problem, ', ') from pay.verify_ledger()), 'it was never posted', 'money that was taken back in silence is named');
select is((select count(*) from jsonb_array_elements(post.queue('2025-05-01'))), 2::bigint, 'queued, it is posted');
select is((select content ->> 'reason' || (content #>> '{rewards,0,amount}') from post.message where month = '2025-05-01' and sequence = 1), 'by hand-200.00', 'as what it is');
select is((select count(*) from jsonb_array_elements(post.queue('2025-05-01'))), 2::bigint, 'once');
select is_empty($$ select * from pay.verify_ledger() $$, 'and verifies');

-- A revision takes back the rest, and nothing twice.
select period.set_settings('{post.names_down_to=}');
select fixture.month('2025-03-01', '{"an": 70, "bo": 100, "cui": 85}');
select period.revise('2025-03-01', 'mixed up too');
select is((select jsonb_agg(jsonb_build_array(r -> 'agent', r -> 'reason', r -> 'kind', r -> 'amount')) from post.message, jsonb_array_elements(content -> 'rewards') r
            where month = '2025-03-01' and revision = 1),
          '[["an", "first", "reversal", -50.00], ["bo", "first", "reward", 50.00], ["cui", "last", "reversal", 100.00], ["an", "last", "penalty", -100.00]]', 'no streak is in it');
select is((select concat_ws(' ', kind, sequence) from post.message where month = '2025-03-01' and revision = 1), 'revision 0', 'with the number of its own');

select * from finish();
rollback;
