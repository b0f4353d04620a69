-- score.what_if, copy_rooms, put, results_of_facts: what a month would be with other rules, hours or a draft of a scheme is what it is when
-- that is really done, and nothing is left of the question.
begin;
\ir ../fixture.psql
set local merit.now = '2026-05-20Z';
\set document `for up in . .. ../.. ../../..; do cat $up/config/schemes/shop-service.json && break; done 2>/dev/null`
select plan(18);

-- Four agents, forty customers, from 26 February to 8 March, and the first days of April: chats answered sooner or later, orders after them, paid and refunded at once or
-- weeks later, some by customers who had bought in January; what is due in March without anything happening in it.
delete from score.indicator; delete from score.grade; delete from score.scheme;
select score.load(jsonb_set(jsonb_set(:'document', '{eligibility,min_days}', '2'), '{eligibility,min_received}', '1'));
select fixture.chat('c' || n, 'k' || n % 40, format('a%s %s answered=%s:%s>%s:%s messages=2/1', n % 4, d.day, 10 + n % 9, 10 + n % 7, 10 + n % 9, 11 + n % 7 + n % 5))
  from generate_series(1, 132) n cross join lateral (select date '2026-02-26' + n / 12 + case when n > 120 then 25 else 0 end as day) d;
select fixture.order('j' || n, 'k' || n, 'created 2026-01-05 12:00 amount=20 agent=a1', 'paid 2026-01-06 12:00 amount=20') from generate_series(1, 9, 2) n;
select fixture.order('o' || n, 'k' || n % 40, format('created %s %s:30 amount=%s', d.day, 11 + n % 12, 10 + n), format('paid %s 12:00 amount=%s', d.day + 1 + n % 4 * 3, 10 + n),
                          format('refunded %s 12:00 amount=%s', d.day + 3 + n % 2 * 9, n % 10))
  from generate_series(1, 132, 2) n cross join lateral (select date '2026-02-26' + n / 12 + n % 5 + case when n > 120 then 25 else 0 end as day) d;
select fixture.ticket('early', 'created 2026-02-26 10:00 category=complaint agent=a1');
select fixture.ticket('due', 'created 2026-02-03 10:00 agent=a2 due=2026-03-09T10:00Z');
select fixture.ticket('t1', 'created 2026-03-03 10:00 agent=a3', 'replied 2026-03-03 11:00 agent=a3', 'resolved 2026-03-05 18:00', 'reopened 2026-03-12 10:00', 'resolved 2026-04-12 10:00');
select fixture.ticket('t2', 'created 2026-02-03 10:00 category=dispute agent=a3', 'resolved 2026-03-02 01:00 agent=a2');
select fixture.survey(901, '2026-03-30 12:00', 2, 5, 'order', 'o5'), fixture.survey(902, '2026-03-30 12:00', 4, 5, 'ticket', 't2', dimension => 'pace'),
            fixture.survey(903, '2026-03-07 12:00', 1, 5, 'conversation', 'c20', survey => 's1'), fixture.survey(904, '2026-04-07 12:00', 5, 5, survey => 's1');
select fixture.write(targets => array(select row(nextval('fixture.hash'), '2026-03-02Z', 'a' || n, '2026-03', 'sales', 90000 * n)::ingest.target_row from generate_series(1, 3) n),
                          tallies => array[row(nextval('fixture.hash'), '2026-03-02Z', '2026-03-02', 'a1', 'late', 1)::ingest.tally_row],
                          agents => array(select row(nextval('fixture.hash'), '2026-01-05Z', '2026-01-05', 'a' || n, null, null, case when n < 2 then 'night' else 'x' end, null, null, null, null, null)::ingest.agent_row
                                            from generate_series(0, 3) n));
select ref.load_hours('{"teams": {"night": {"weekly": {"thu": ["10:30-16:00"]}}}}', '2026-03-01');
select fixture.settle();

-- What is seen of March, when a change is made and settled, and when it is put into a copy.
create function pg_temp.seen(score text, merit text) returns text language sql as $$
    select fixture.rows(format('select * from %s.results(''2026-03-01'') order by scheme, agent', score)) || ' / '
        || fixture.rows(format('select agent, metric, value from %s.agent_month_metric where month = ''2026-03-01'' order by agent, metric', merit))
$$;
create function pg_temp.really(change text) returns text language plpgsql as $$
declare answer text;
begin
    begin
        execute change;
        perform fixture.settle();
        answer := pg_temp.seen('score', 'merit');
        raise exception using errcode = 'MD000';
    exception when sqlstate 'MD000' then
        return answer;
    end;
end $$;
create function pg_temp.copied(rules jsonb, hours jsonb, draft jsonb) returns text language plpgsql as $$
declare answer text;
begin
    begin
        perform score.copy_rooms();
        perform other_score.put('2026-03-01', rules, hours, draft);
        perform other_score.results_of_facts('2026-03-01', '2026-06-01');
        answer := pg_temp.seen('other_score', 'other_score');
        raise exception using errcode = 'MD000';
    exception when sqlstate 'MD000' then
        return answer;
    end;
end $$;
create function pg_temp.ranking(results score.kept_result[]) returns text language sql as $$
    select string_agg(format('%s %s %s', r.agent, r.rank, r.total), ', ' order by r.scheme, r.agent) from unnest(results) r
$$;
create temporary table now as select pg_temp.seen('score', 'merit') as seen, fixture.settled() as settled;

select is(pg_temp.copied(null, null, null), seen, 'with nothing changed it is what it is') from now;
select is(pg_temp.copied(v.rules::jsonb, null, null),
          pg_temp.really(format('select ref.set_rules(%L, ''2026-03-01'')',
                                array(select regexp_replace(r.key, '_', '.') || '=' || r.value from jsonb_each_text(v.rules::jsonb) r))), v.rules)
  from (values ('{"order_judge": "pay", "order_window_days": 5}'),
               ('{"order_judge": "order_first", "order_pay_days": 1, "sales_net": "yes", "ticket_complaint_days": 30}'),
               ('{"order_by": "rounds", "refund_days": 4, "response_slow_seconds": 100, "response_cap_seconds": 70, "ticket_reopen_days": 3}')) v(rules);
select isnt(pg_temp.copied('{"sales_net": "yes"}', null, null), seen, 'which is something else') from now;
select is(pg_temp.copied('{"ticket_clock": "hours"}', '{"shop": {"weekly": {"mon": ["10:00-12:00"], "tue": ["10:00-17:00"], "sun": ["10:10-18:00"]}}, "teams": {"night": {"weekly": {"wed": ["10:11-11:00"]}}}}', null),
          pg_temp.really($$ select ref.set_rules(array['ticket.clock=hours'], '2026-03-01'), ref.load_hours('{"shop": {"weekly": {"mon": ["10:00-12:00"], "tue": ["10:00-17:00"], "sun": ["10:10-18:00"]}}, "teams": {"night": {"weekly": {"wed": ["10:11-11:00"]}}}}', '2026-03-01') $$),
          'hours');
select is(pg_temp.copied(null, null, d.draft), pg_temp.really(format('select score.load(%L, ''2026-03-01'')', d.draft)), 'a draft of a scheme')
  from (select jsonb_set(jsonb_set(jsonb_set(s, '{indicators,0,weight}', s #> '{indicators,1,weight}'), '{indicators,1,weight}', s #> '{indicators,0,weight}'), '{indicators,1,out_of}', '120')
               || '{"applies_to": [{"teams": ["night"]}, {"agents": ["a2"], "from": "2026-03"}],
                    "agreed": [{"agents": ["a1"], "from": "2026-03", "until": "2026-03", "weights": {"inquiry_conversion": 80, "reply_rate": 20}, "by": "a0", "on": "2026-02-27"}]}' as draft
          from (values (:'document'::jsonb)) v(s)) d;

-- As it is asked for.
select is((select pg_temp.ranking(array_agg((date '2026-03-01', w.agent, w.scheme, w.scope, w.total, w.grade, w.rank, w.reached, w.barred, w.why)::score.kept_result))
             from score.what_if('2026-03-01', array['order.window_days=5', 'sales.net=yes']) w),
          (select pg_temp.ranking(array_agg((date '2026-03-01', w.agent, w.scheme, w.scope, w.total, w.grade, w.rank, w.reached, w.barred, w.why)::score.kept_result))
             from score.what_if('2026-03-01', array['sales.net=yes', 'order.window_days=5']) w), 'in whatever order');
select throws_ok($$ select score.what_if('2026-03-02', array['order.window_days=x', 'session.idle_hours=3', 'what'], '{"x": 1}', '{}') $$, '22023', null, 'what is wrong is refused');
select throws_like($$ select score.what_if('2026-03-02', array['order.window_days=x', 'session.idle_hours=3', 'what'], '{"x": 1}', '{}') $$,
                   E'rules begin with a month%\norder.window_days is "x"%\nsession.idle_hours is fixed%\n"what" must%\nhours $%\nscheme $%', 'all of it at once');
select is((select count(*) from pg_namespace where nspname like 'other%'), 0::bigint, 'no copy stays');
select is(pg_temp.seen('score', 'merit') = seen and fixture.settled() = settled, true, 'nothing changed') from now;
select is(fixture.rows('select (select count(*) from ingest.dirty) as dirty, (select count(*) from rollup.held) as held, (select count(*) from ref.rule_set) as sets'),
          '0 0 1', 'and nothing is to be done');
select throws_like($$ select score.results_of_facts('2026-03-01', '2026-06-01') $$, '%it is for a copy%', 'what is made for the copy does nothing here');
select throws_like($$ select score.put('2026-03-01', null, null, null) $$, '%it is for a copy%', 'nor this');

-- A draft takes over what the month before handed on when it was closed, by the scheme's name.
create function pg_temp.handed_on(draft text) returns text language sql as $$
    select string_agg(concat_ws(' ', w.agent, w.total), ', ' order by w.agent) from score.what_if('2026-03-01', draft => $1::jsonb) w where w.scheme = $1::jsonb ->> 'scheme'
$$;
insert into period.closing_scheme values ('2026-02-01', 0, 'shop-service', 1, 'x');
insert into period.indicator (month, revision, scheme, agent, indicator, position, value, weight) values ('2026-02-01', 0, 'shop-service', 'a1', 'kept', 1, 60, 0);
insert into period.closing (month, revision, as_of, closed_by, overridden, accepted, rules, scheme, exclusions, input_hash, result_hash)
values ('2026-02-01', 0, now(), 'x', '[]', '[]', '{}', 'shop-service', '{}', '', '');
create temporary table draft as
select (:'document'::jsonb - '{weights_add_to,counts,shares}'::text[]) || '{"indicators": [
    {"indicator": "kept", "name": {"zh": "x", "en": "x"}, "weight": 10, "better": "higher", "on_null": "zero", "value": {"before": "kept", "otherwise": 7}, "rule": "ratio", "parameters": {"times": 1, "cap": 100}}]}' as draft;
select is(pg_temp.handed_on(draft::text), 'a0 7.00, a1 60.00, a2 7.00, a3 7.00', 'a draft of a scheme takes over what that was closed with') from draft;
select is(pg_temp.handed_on((draft || '{"scheme": "new"}')::text), 'a0 7.00, a1 7.00, a2 7.00, a3 7.00', 'one of a new name nothing') from draft;

update ref.shop set kept_from = '2026-04-01';
select throws_like($$ select score.what_if('2026-03-01') $$, 'facts before 2026-04 were deleted%', 'nothing is known of deleted facts');

select * from finish();
rollback;
