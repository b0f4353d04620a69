-- Streaks and what revisions of earlier months do to them: rewards are listed, actions waived and opened; gaps break them.
begin;
\ir fixture.psql
select plan(58);

create function fixture.revise(month date, totals jsonb, dry boolean default false) returns jsonb language plpgsql as $$
begin
    perform fixture.month(month, totals);
    return period.revise(month, 'known now', by_person => 'zhao', dry_run => dry);
end $$;
create function fixture.later(report jsonb) returns text language sql immutable as $$
    select coalesce(string_agg(concat_ws(' ', left(l ->> 'month', 7), l ->> 'agent', l ->> 'action', coalesce(l ->> 'was', 'none'), l ->> 'becomes'), ', '), '')
      from jsonb_array_elements(report -> 'later_actions') l
$$;
-- The streak actions of months: month agent action state (note).
create function fixture.reviews(first date, last date) returns text language sql stable as $$
    select coalesce(string_agg(concat_ws(' ', to_char(a.month, 'MM'), a.agent, a.action, a.state, '(' || a.note || ')'), ', ' order by a.month, a.agent, a.action), '')
      from merit.action a where a.month between first and last and a.action like 're%'
$$;
create function fixture.set(month date, action text, state text, note text default 'by hand') returns void language sql as $$
    select period.action_set(a.id, $3, $4) from merit.action a where a.month = $1 and a.action = $2
$$;
-- Why somebody has to, and until when.
create function fixture.why(month date, action text) returns text language sql stable as $$
    select string_agg(format('%s, due %s', a.because, to_char(a.due, 'YYYY-MM-DD HH24:MI')), '; ') from merit.action a where a.month = $1 and a.action = $2
$$;
create function fixture.streak_warnings() returns text language sql stable as $$
    select coalesce(string_agg(w, '; '), '') from jsonb_array_elements_text(merit.status() -> 'warnings') w where w like '%streak%'
$$;

-- cui is last and below 60 from January to March; in January as revised bo is, and cui has 70. What cui's months ask for:
--              at the close                           as revised
-- February     review (2 months below 70)             none
-- March        review (3), review_of_post,            review (2)
--              resignation_review
\set fallen '''{"an": 100, "bo": 55, "cui": 70}'''
\set standing '''{"an": 100, "bo": 85, "cui": 55}'''
select fixture.month(m::date, :standing) from generate_series('2025-01-01'::date, '2025-03-01', '1 month') m;
select fixture.mark('an', 'self', 100, '2025-03'), fixture.mark('an', 'lead', 80, '2025-03');
select fixture.close('2025-01-01'), fixture.close('2025-02-01'), fixture.close('2025-03-01');
select is(fixture.reviews('2025-01-01', '2025-03-01'), '02 cui review open, 03 cui resignation_review open, 03 cui review open, 03 cui review_of_post open', 'as closed');
-- A mark of March that came after its close is no reason to touch its interview: only a revision of March looks at it.
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values (nextval('fixture.hash'), '2025-04-20Z', 'an', 'execution', '2025-03', 'lead', 'lead', 100, 100);
select fixture.set('2025-03-01', 'resignation_review', 'done');

create table fixture.before as select * from period.action_change;
select is(fixture.later(fixture.revise('2025-01-01', :fallen, true)),
          '2025-02 cui review open waived, 2025-03 cui resignation_review done done, 2025-03 cui review_of_post open waived', 'a dry run lists what falls, done or not');
select is_empty($$ table period.action_change except table fixture.before $$, 'and writes nothing');
create table fixture.done as select fixture.revise('2025-01-01', :fallen) as r;
select is((select fixture.later(r) from fixture.done), '2025-02 cui review open waived, 2025-03 cui resignation_review done done, 2025-03 cui review_of_post open waived', 'the revision lists the same');
select is(fixture.reviews('2025-01-01', '2025-03-01'),
          '02 cui review waived (revision 1 of 2025-01), 03 cui resignation_review done (by hand), 03 cui review open (revision 1 of 2025-01), 03 cui review_of_post waived (revision 1 of 2025-01)',
          'open ones are waived, and say by which revision');
select is(fixture.why('2025-03-01', 'review'), '2 months below coaching, due 2025-04-25 00:00', 'what stays open has the words of the revision, and until when it had');
select is((select string_agg(distinct a.changed_by, ' ') from merit.action a where a.note = 'revision 1 of 2025-01'), 'zhao (' || current_user || ')', 'and whose');
select is((select string_agg(concat_ws(' ', a.agent, a.action), ', ' order by a.agent, a.action) from merit.action a where a.month = '2025-03-01' and a.action !~ '^re' and a.state = 'open'),
          'an interview, bo improvement_plan, cui coaching, cui improvement_plan', 'what rests on March alone stays');
select is((select r -> 'later_streaks' from fixture.done), '[]', 'an is first as before');

-- What comes true again opens again, but for what a person waived.
select is(fixture.later(fixture.revise('2025-01-01', :standing)), '2025-02 cui review waived open, 2025-03 cui review_of_post waived open', 'a second revision');
select is(fixture.reviews('2025-02-01', '2025-02-01'), '02 cui review open (revision 2 of 2025-01)', 'its note is the newest');
select is(concat_ws('; ', fixture.why('2025-02-01', 'review'), fixture.why('2025-03-01', 'review'), fixture.why('2025-03-01', 'review_of_post')),
          '2 months below coaching, due 2026-06-29 12:00; 3 months below coaching, due 2025-04-25 00:00; 3 months last, due 2026-06-29 12:00',
          'what opens again is due 14 days from the revision, what was open when it was');
-- What a revision did is no matter of the note: a person may write what a revision would.
select fixture.set('2025-03-01', 'review_of_post', 'waived', 'revision 2 of 2025-01');
select is(fixture.later(fixture.revise('2025-01-01', :fallen)), '2025-02 cui review open waived, 2025-03 cui resignation_review done done', 'what a person waived falls no more');
select is(fixture.later(fixture.revise('2025-01-01', :standing)), '2025-02 cui review waived open', 'nor opens');
select is(fixture.later(fixture.revise('2025-02-01', :standing)), '', 'nothing changed, nothing is listed');
-- A revision of the month itself takes an action up that one of an earlier month waived.
select fixture.revise('2025-01-01', :fallen);
select is(fixture.reviews('2025-02-01', '2025-02-01'), '02 cui review waived (revision 5 of 2025-01)', 'waived once more');
select fixture.revise('2025-02-01', '{"an": 85, "bo": 100, "cui": 55}');
select is(fixture.reviews('2025-02-01', '2025-02-01'), '02 cui review waived (revision 5 of 2025-01)', 'cui was below 70 once in a row');
select fixture.revise('2025-01-01', :standing), fixture.revise('2025-02-01', :standing);
select is(fixture.reviews('2025-02-01', '2025-02-01'), '02 cui review open (revision 6 of 2025-01)', 'twice again');
select is_empty($$ select * from pay.verify_ledger() $$, 'the chain is whole');
select is_empty($$ select * from period.verify() $$, 'and so is what was frozen');

-- The mirror, behind months that are not closed: bo was last and below 60 in July too, and an first.
--              at the close                           as revised
-- August                                              review (2)
-- September    review (2)                             review (3), review_of_post, resignation_review, 200 for an
select fixture.month('2025-07-01', '{"an": 85, "bo": 100, "cui": 55}'), fixture.month('2025-08-01', '{"an": 100, "bo": 55, "cui": 70}'),
       fixture.month('2025-09-01', '{"an": 100, "bo": 55, "cui": 70}');
select period.close('2025-07-01', as_of => '2025-08-11Z', accept_warnings => true, skip => true, anyway => true, reason => 'a new beginning');
select fixture.close('2025-08-01'), fixture.close('2025-09-01');
select is(fixture.reviews('2025-07-01', '2025-09-01'), '09 bo review open', 'as closed');
truncate fixture.done;
insert into fixture.done select fixture.revise('2025-07-01', '{"an": 100, "bo": 55, "cui": 85}');
select is((select fixture.later(r) from fixture.done), '2025-08 bo review none open, 2025-09 bo resignation_review none open, 2025-09 bo review_of_post none open', 'what comes true is listed');
select is(fixture.reviews('2025-08-01', '2025-09-01'),
          '08 bo review open (revision 1 of 2025-07), 09 bo resignation_review open (revision 1 of 2025-07), 09 bo review open (revision 1 of 2025-07), 09 bo review_of_post open (revision 1 of 2025-07)', 'and asked for');
select is((select string_agg(concat_ws(' ', a.because, a.due - c.as_of, 'for revision', a.revision), ', ' order by a.month, a.action)
             from merit.action a join period.closing c on c.month = '2025-07-01' and c.revision = 1 where a.note = 'revision 1 of 2025-07' and (a.month, a.action) <> ('2025-09-01', 'review')),
          '2 months below coaching 14 days for revision 0, 3 months below pass mark 14 days for revision 0, 3 months last 14 days for revision 0',
          'with 14 days from the revision');
select is(fixture.why('2025-09-01', 'review'), '3 months below coaching, due 2025-10-25 00:00', 'but what was open before, with those from its close');
select is((select r -> 'later_streaks' from fixture.done), '[{"month": "2025-09-01", "agent": "an", "paid": 0, "due": 200, "line": null}]', 'the reward of September is listed');
select is(fixture.lines('2025-09-01'), 'an first reward 100.00, bo last penalty -100.00', 'and not paid');
select is(fixture.streak_warnings(), '2025-09: an is due 200.00 for a streak, and 0.00 is paid; meritd revise --month 2025-09 --reason R', 'status says so');
select is(fixture.later(period.revise('2025-09-01', 'pay it')), '', 'a revision of September');
select is(fixture.lines('2025-09-01', 1), 'an first reversal -100.00, bo last reversal 100.00, an first reward 100.00, bo last penalty -100.00, an first_streak reward 200.00', 'pays it');
select is(fixture.streak_warnings(), '', 'nothing is left to say');
select is(fixture.later(fixture.revise('2025-07-01', '{"an": 85, "bo": 100, "cui": 55}')),
          '2025-08 bo review open waived, 2025-09 bo resignation_review open waived, 2025-09 bo review_of_post open waived', 'and if it was none, they fall');

-- What stands too much comes first: what a later month owes can only be paid when it is taken back.
select fixture.month(m::date, :standing) from generate_series('2025-10-01'::date, '2025-11-01', '1 month') m;
select fixture.close('2025-10-01'), fixture.close('2025-11-01');
select is((select string_agg(concat_ws(' ', to_char(l.month, 'MM'), l.agent, l.paid, l.due), ', ') from period.later_streaks('2025-07-01') l),
          '09 an 200.00 0.00, 10 an 0.00 200.00', 'July took September''s reward away; August to October are three');
select alike(fixture.streak_warnings(), '2025-09: line % pays an 200.00 for a streak that there is not; meritd ledger --reverse % --reason R', 'status names the first alone');
select period.revise('2025-09-01', 'take it back');
select is(fixture.streak_warnings(), '2025-10: an is due 200.00 for a streak, and 0.00 is paid; meritd revise --month 2025-10 --reason R', 'then the next');

-- Who is away. mei leaves in February and is back on the first of April; mei2 is another account of the same employee; tao is
-- on probation in March. All others are ranked; totals as above, from 100 for the first.
--              January  February  March  April  May  June
-- mei          first    left      -      first  first first: 200
-- mei2         -        -         first  -      -    -
-- lan          .        first     last   .      .    .
-- tao          last     last      prob.  last   last last: review of post
select fixture.staff('mei', employee => 'E1', status => 'regular', day => '2025-12-01'), fixture.staff('mei2', employee => 'E1', status => 'regular', joined => '2026-03-01', day => '2026-03-01'),
       fixture.staff('tao', employee => 'E2', status => 'regular', day => '2025-12-01'), fixture.staff('tao', status => 'probation', day => '2026-03-01'),
       fixture.staff('tao', status => 'regular', day => '2026-04-01'), fixture.staff('mei', status => 'left', day => '2026-02-20'),
       fixture.staff('mei', status => 'regular', joined => '2026-04-01', day => '2026-04-01');
set local merit.now = '2026-08-15T12:00:00Z';
select fixture.month('2026-01-01', '{"mei": 100, "lan": 85, "tao": 70}'), fixture.month('2026-02-01', '{"mei": 100, "lan": 85, "tao": 70}'),
       fixture.month('2026-03-01', '{"mei2": 100, "lan": 85, "tao": 70}');
select fixture.month(m::date, '{"mei": 100, "lan": 85, "tao": 70}') from generate_series('2026-04-01'::date, '2026-06-01', '1 month') m;
select period.close('2026-01-01', as_of => '2026-02-11Z', accept_warnings => true, skip => true, anyway => true, reason => 'a new beginning');
select fixture.close('2026-02-01'), fixture.close('2026-03-01'), fixture.close('2026-04-01'), fixture.close('2026-05-01'), fixture.close('2026-06-01');
select is((select string_agg(p.month || ': ' || p.places, ', ' order by p.month) from (
               select to_char(month, 'MM') as month, string_agg(agent || ' ' || coalesce(place, barred), ' ' order by agent) as places
                 from merit.result where month >= '2026-01-01' and (place is not null or barred is not null) group by 1) p),
          '01: mei first tao last, 02: lan first mei leaver tao last, 03: lan last mei2 first tao status, 04: mei first tao last, 05: mei first tao last, 06: mei first tao last', 'the table above');
select is((select string_agg(l.period || ' ' || l.agent, ', ') from pay.ledger l where l.reason = 'first_streak' and l.period >= '2026'), '2026-06 mei', 'months away count for nothing, nor does the other account');
select is(fixture.reviews('2026-01-01', '2026-06-01'), '06 tao review_of_post open', 'nor a month that one was not ranked in');

-- In August a late record says that both were away from the middle of May to its end.
select fixture.staff(a, status => 'left', day => '2026-05-15'), fixture.staff(a, status => 'regular', joined => '2026-06-01', day => '2026-06-01') from unnest('{mei,tao}'::text[]) a;
truncate fixture.done;
insert into fixture.done select period.revise('2026-05-01', 'they were away');
select is((select concat_ws(' ', r #>> '{later_streaks,0,month}', r #>> '{later_streaks,0,paid}', r #>> '{later_streaks,0,due}') from fixture.done), '2026-06-01 200.00 0.00', 'June is mei''s first since');
select is((select fixture.later(r) from fixture.done), '2026-06 tao review_of_post open waived', 'and tao''s');
select is((select string_agg(concat_ws(' ', agent, rank, place, barred), ', ' order by agent) from merit.result where month = '2026-05-01' and latest), 'lan 1, mei leaver, tao leaver', 'lan was alone');
select is((select concat_ws(' ', r #>> '{later_streaks,0,paid}', r #>> '{later_streaks,0,due}') from fixture.revise('2026-05-01', '{"mei": 100, "lan": 85, "tao": 70, "mei2": 100}') r), '200.00 0.00',
          'that mei2 is first in May makes no streak of mei''s');
-- It was wrong: they were back a day later. tao is last of those ranked again; mei shares the first place with mei2.
select fixture.staff(a, status => 'regular', day => '2026-05-16') from unnest('{mei,tao}'::text[]) a;
truncate fixture.done;
insert into fixture.done select period.revise('2026-05-01', 'they were not away');
select is((select fixture.later(r) from fixture.done), '2026-06 tao review_of_post waived open', 'then tao''s review is due again');
select is((select r -> 'later_streaks' from fixture.done), '[]', 'and mei''s reward stands rightly');

-- A scheme may reward three firsts, and six. The reward for three starts that count anew, and not the other.
select score.load(jsonb_set(fixture.document(), '{streaks}', '[{"when": "first", "months": 3, "amount": 200, "action": "reward", "starts_again": true},
                                                              {"when": "first", "months": 6, "amount": 500, "action": "reward", "starts_again": true}]'), '2023-01-01');
set local merit.now = '2027-08-15T12:00:00Z';
select fixture.month(m::date, '{"an": 100, "bo": 70}') from generate_series('2026-08-01'::date, '2027-02-01', '1 month') m;
select period.close('2026-08-01', as_of => '2026-09-11Z', accept_warnings => true, skip => true, anyway => true, reason => 'a new beginning');
select fixture.close(m::date) from generate_series('2026-09-01'::date, '2027-02-01', '1 month') m;
select is((select string_agg(concat_ws(' ', l.period, l.amount), ', ' order by l.line) from pay.ledger l where l.reason = 'first_streak' and l.period > '2026-07'),
          '2026-10 200.00, 2027-01 700.00', 'October is the third, January the sixth');
select is_empty($$ select * from period.later_streaks('2026-07-01') $$, 'which is what results alone make');

-- Who has an account. First, by the names at the close, and by whose they were, as is said after May:
--              March       April             May                 June
--              wang        wang, mai         mai: two            mai: three
-- mai          first       first             third: 200 due      fourth: the 200
--              night       night             night: three, 200   tao
-- lan, tao     lan         lan               tao: first          second
select fixture.month('2027-03-01', '{"wang": 100, "night": 100, "bo": 70}'), fixture.month('2027-04-01', '{"wang": 100, "mai": 100, "night": 100, "bo": 70}'),
       fixture.month('2027-05-01', '{"mai": 100, "night": 100, "bo": 70}'), fixture.month('2027-06-01', '{"mai": 100, "tao": 100, "bo": 70}');
select fixture.close('2027-03-01'), fixture.close('2027-04-01'), fixture.close('2027-05-01');
select is((select string_agg(concat_ws(' ', l.period, l.agent), ', ') from pay.ledger l where l.reason = 'first_streak' and l.period > '2027-02'), '2027-05 night',
          'names alone make three of night''s');
select is_empty($$ select * from period.later_streaks('2027-02-01') $$, 'as results do');
insert into ref.agent_alias values ('wang', 'mai', '[2027-01-01,)'), ('night', 'lan', '[2027-01-01,2027-05-01)'), ('night', 'tao', '[2027-05-01,)');
select is((select string_agg(concat_ws(' ', to_char(l.month, 'MM'), l.agent, l.paid, l.due), ', ') from period.later_streaks('2027-02-01') l),
          '05 mai 0.00 200.00, 05 night 200.00 0.00', 'mai has three under two names; of night''s two are lan''s');
select alike(fixture.streak_warnings(), '%2027-05: mai is due 200.00 for a streak, and 0.00 is paid%2027-05: line % pays night 200.00 for a streak that there is not%',
             'status says so, though nothing is revised');
select fixture.close('2027-06-01');
select is((select string_agg(concat_ws(' ', l.period, l.agent), ', ') from pay.ledger l where l.reason = 'first_streak' and l.period > '2027-05'), '2027-06 mai',
          'which no line paid yet: June is');
select is((select string_agg(concat_ws(' ', k.agent, k.months, k.count), ', ' order by k.agent, k.months) from period.streak k where k.month = '2027-06-01'),
          'mai 3 4, mai 6 4, tao 3 1, tao 6 2', 'of four in a row; tao has two, and 200 for them stand');

-- An account that is lent for some days keeps its own streak. li is first twice and then last, wu last twice and then first; he is li
-- from 20 August to 14 September. yu's only bad month is the third; xu's are the first two, and he is yu from 20 August on.
select fixture.month(m::date, '{"li": 100, "yu": 85, "xu": 70, "wu": 55}') from generate_series('2027-07-01'::date, '2027-08-01', '1 month') m;
select fixture.month('2027-09-01', '{"wu": 100, "xu": 85, "yu": 70, "li": 55}');
select fixture.close('2027-07-01'), fixture.close('2027-08-01');
select period.input_hash('2027-09-01') as without \gset
insert into ref.agent_alias values ('wu', 'li', '[2027-08-20,2027-09-15)'), ('xu', 'yu', '[2027-08-20,2027-10-01)');
select isnt(period.input_hash('2027-09-01'), :'without', 'what streaks follow is part of the input');
select period.input_hash('2027-09-01') as with_it \gset
set local datestyle = 'German';
select is(period.input_hash('2027-09-01'), :'with_it', 'in whatever style a session writes days');
set local datestyle = 'ISO';
select fixture.close('2027-09-01');
select is((select string_agg(concat_ws(' ', l.period, l.agent), ', ') from pay.ledger l where l.reason = 'first_streak' and l.period > '2027-06'), null,
          'nobody is first three times');
select is((select string_agg(distinct concat_ws(' ', k.agent, k.count), ', ' order by concat_ws(' ', k.agent, k.count)) from period.streak k
            where k.month = '2027-09-01'), 'wu 1', 'it is wu''s first');

select is_empty($$ select * from pay.verify_ledger() $$, 'the chain is whole');
select is_empty($$ select * from period.verify() $$, 'and so is what was frozen');

select * from finish();
rollback;
