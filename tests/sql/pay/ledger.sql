-- A shop closed month by month: amounts, ties, streaks, actions, the chain. Expected lines are worked out by hand.
begin;
\ir ../period/fixture.psql
select plan(38);

-- January: three ranked.
select fixture.month('2025-01-01', '{"an": 100, "bo": 85, "cui": 70}');
select is(fixture.close('2025-01-01') ->> 'done', 'true', 'January closes');
select is(fixture.lines('2025-01-01'), 'an first reward 100.00, cui last penalty -100.00', 'first +100, last -100');
select is(fixture.actions('2025-01-01'), 'bo improvement_plan, cui improvement_plan', 'the last two hand in a plan');
select is((select due from merit.action where month = '2025-01-01' and agent = 'bo'), '2025-02-18Z'::timestamptz, 'within 7 days');

-- February: three share the first place; 100 = 33.34 + 33.33 + 33.33.
select fixture.month('2025-02-01', '{"an": 100, "Bo": 100, "cui": 100, "ding": 70}');
select fixture.close('2025-02-01');
select is(fixture.lines('2025-02-01'),
          'Bo first reward 33.34, an first reward 33.33, cui first reward 33.33, ding last penalty -100.00',
          'split to the cent, the larger part by name in bytes (upper case first)');

-- March: an is first for the third month; the shared February counts.
select fixture.month('2025-03-01', '{"an": 100, "bo": 85, "cui": 55, "ding": 55}');
select fixture.close('2025-03-01');
select is(fixture.lines('2025-03-01'),
          'an first reward 100.00, cui last penalty -50.00, ding last penalty -50.00, an first_streak reward 200.00',
          'the third first in a row earns 200; a shared last is split');
select is(fixture.actions('2025-03-01'), 'cui coaching, cui improvement_plan, ding coaching, ding improvement_plan',
          'below 70: coaching; two share the last place, so they are the last two');

-- April and May: the count starts anew, the last one is last for the third month.
select fixture.month('2025-04-01', '{"an": 100, "bo": 85, "cui": 55}');
select fixture.close('2025-04-01');
select is(fixture.lines('2025-04-01'), 'an first reward 100.00, cui last penalty -100.00', 'no streak: it starts anew');
select is(fixture.actions('2025-04-01'), 'bo improvement_plan, cui coaching, cui improvement_plan, cui review',
          'still below 70 in the next month: review');
select fixture.month('2025-05-01', '{"an": 100, "bo": 85, "cui": 55}');
select fixture.close('2025-05-01');
select is(fixture.lines('2025-05-01'), 'an first reward 100.00, cui last penalty -100.00', 'two firsts since');
select is((select string_agg(action, ', ' order by action) from merit.action where month = '2025-05-01' and agent = 'cui'),
          'coaching, improvement_plan, resignation_review, review, review_of_post',
          'three lasts running, three months below 60: post and resignation reviews');

-- June: all share one rank, so there is no first; the streak of firsts breaks.
select fixture.month('2025-06-01', '{"an": 85, "bo": 85}');
select fixture.close('2025-06-01');
select is(fixture.lines('2025-06-01'), '', 'nobody when all share one rank');
select fixture.month('2025-07-01', '{"an": 100, "bo": 85}');
select fixture.close('2025-07-01');
select is(fixture.lines('2025-07-01'), 'an first reward 100.00, bo last penalty -100.00', 'June broke the streak');
select is(fixture.actions('2025-07-01'), 'bo improvement_plan', 'the first of two is none of the last two');

-- August: one ranked alone, and one on probation who is scored, not ranked.
select fixture.staff('bo', status => 'probation', day => '2025-08-01');
select fixture.month('2025-08-01', '{"an": 100, "bo": 55}');
select fixture.close('2025-08-01');
select is(fixture.lines('2025-08-01'), '', 'nobody when fewer than two are ranked');
select is(fixture.actions('2025-08-01'), '', 'and nothing is asked of who is not ranked');
select fixture.staff('bo', status => 'regular', day => '2025-09-01');

-- September is skipped: it breaks the streak of October to December, which has two firsts only.
select fixture.month(m::date, '{"an": 100, "bo": 70}') from generate_series('2025-09-01'::date, '2025-12-01', '1 month') m;
select throws_like($$ select fixture.close('2025-10-01') $$, '2025-10 is not closed%', 'refused while September is open');
select throws_like($$ select period.close('2025-10-01', as_of => '2025-11-10Z', accept_warnings => true, skip => true) $$,
                   '2025-10 is not closed%', 'skipping needs a reason');
select is(period.close('2025-10-01', as_of => '2025-11-10Z', accept_warnings => true, skip => true, reason => 'no shop') ->> 'skipped',
          '["2025-09"]', 'and then is on record');
select fixture.close('2025-11-01');
select is(fixture.lines('2025-11-01'), 'an first reward 100.00, bo last penalty -100.00', 'October and November: two');
select fixture.close('2025-12-01');
select is(fixture.lines('2025-12-01'), 'an first reward 100.00, bo last penalty -100.00, an first_streak reward 200.00', 'and December: three');
select throws_like($$ select period.close('2025-09-01', as_of => '2026-02-01Z', accept_warnings => true) $$,
                   '2025-09 is not closed: 2 things%', 'a skipped month stays so without a reason');

-- Teams: a ranking each, and a split each; amounts of another scheme; zero makes no line.
select score.load(jsonb_set(jsonb_set(jsonb_set(fixture.document(), '{ranking,scope}', '"team"'), '{rewards,first,amount}', '100.01'),
                            '{rewards,last,amount}', '0'), '2026-01-01');
select fixture.staff(a, team => t, day => '2026-01-01') from (values ('an', 'east'), ('bo', 'east'), ('cui', 'west'), ('ding', 'west'),
                                                    ('er', 'west'), ('fu', 'north')) v (a, t);
select fixture.month('2026-01-01', '{"an": 100, "bo": 85, "cui": 85, "ding": 85, "er": 70, "fu": 100, "gao": 100, "han": 85}');
select fixture.close('2026-01-01');
select is(fixture.lines('2026-01-01'),
          'an first reward 100.01, cui first reward 50.01, ding first reward 50.00, gao first reward 100.01',
          'each team by itself: fu is alone, gao and han without a team are one');
select is((select count(*) from merit.action where month = '2026-01-01' and action = 'improvement_plan'), 3::bigint,
          'the last two of each team that has a last, never its first: bo, er, han');

-- Sums, the chain, and that it shows tampering.
select is((select sum(amount) from pay.ledger where reason = 'first' and period = '2025-02'), 100.00, 'a split adds up');
select is((select sum(amount) from pay.ledger where period like '2025%'), 400.00::numeric, '200 + 200 of streaks, the rest is even');
select is_empty($$ select * from pay.verify_ledger() $$, 'the chain is whole');
select is((select count(*) from pay.ledger l join pay.ledger p on l.prev_hash = p.hash), (select count(*) - 1 from pay.ledger), 'each line follows one');
select is((select encode(sha256(convert_to(pay.ledger_text(l), 'UTF8')), 'hex') from pay.ledger l where line = 1),
          (select prev_hash from pay.ledger where line = 2), 'by the hash of its text');
set local timezone = 'America/New_York'; set local datestyle = 'German, DMY';
select is_empty($$ select * from pay.verify_ledger() $$, 'in any time zone and date style');
set local timezone = 'UTC'; set local datestyle = 'ISO, MDY';
select is((select content ->> 'ledger_head' from post.message where month = '2026-01-01'), pay.head(), 'the head stands in the posting');
select is_empty($$ select * from pay.verify_ledger((select hash from pay.ledger where line = 3)) $$, 'an older head is in it');
select is((select count(*) from pay.verify_ledger(repeat('ab', 32))), 1::bigint, 'a head that never was is not');
select is(fixture.after('alter table pay.ledger disable trigger refuse_change; update pay.ledger set amount = 1000 where line = 1',
                        'select array_agg(problem order by problem) from pay.verify_ledger() where line = 1'),
          '{"it was changed: its text does not have its hash","no result or streak of its period earns it"}', 'a changed amount shows');
select is(fixture.after('alter table pay.ledger disable trigger refuse_change; delete from pay.ledger where line = 2',
                        'select array_agg(line || left(problem, 7) order by problem) from pay.verify_ledger() where line is not null'),
          '{"3it does","3line 2 "}', 'a line taken away shows');
select is(fixture.after($$ alter table pay.ledger disable trigger refuse_change; delete from pay.ledger where period = '2026-01' $$,
                        'select count(*) from pay.verify_chain(null)'), '1',
          'lines taken from the end show by the head that was posted');
select is_empty($$ select * from period.verify() $$, 'frozen rows are what they were');
select is(fixture.after($$ alter table period.result disable trigger refuse_change;
                           update period.result set total = 99 where month = '2025-03-01' and agent = 'bo' $$,
                        'select array_agg(month || left(problem, 9) order by problem) from period.verify()'), '{"2025-03-01frozen ro","2025-03-01result of"}', 'a changed result shows');

select * from finish();
rollback;
