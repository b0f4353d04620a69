-- Every published scheme that is shipped, and people scored by hand: on edges, beyond them, with what is missing, above every cap.
begin;
\ir fixture.psql
\set documents `for up in . .. ../.. ../../..; do ls $up/config/schemes/*.json && break; done 2>/dev/null | while read f; do echo "$comma"; cat $f; comma=,; done`
select plan(25);

-- What the shop has: a unit price of 200, and a rating of 92.5.
create or replace function rollup.group_metrics(of_whose text, of_grain text, of_start date)
returns table (name text, metric text, value numeric) language sql as $$
    select '', v.* from (values ('unit_price', 200.0), ('csat', 92.5)) as v(metric, value) where of_whose = 'shop'
$$;
create table fixture.shipped as  -- those of quarters and half-years: period/terms_published.sql
select d.document from jsonb_array_elements(('[' || :'documents' || ']')::jsonb) as d(document) where d.document ->> 'period' = 'month';

-- Who is scored by hand, by which scheme: the points of its indicators in order, and what they come to.
create table fixture.expected (scheme text, agent text, points numeric[], total numeric, grade text);
create function fixture.person(scheme text, agent text, metrics jsonb, points numeric[], total numeric, grade text)
returns void language sql as $$
    select fixture.agent($2, $3);
    insert into fixture.expected values ($1, $2, $4, $5, $6)
$$;

-- shop-service: the worked example, 25.5 + 24 + 10 + 4 + 5 + 4 + 3 + 8.
select fixture.person('shop-service', 'mei',
    '{"target_completion": 0.92, "inquiry_conversion": 0.47, "order_success": 0.96, "unit_price": 205, "reply_rate": 0.985, "response_seconds": 33, "assisted": 14000}',
    '{85, 80, 100, 80, 100, 80, 60, 80}', 83.50, '中等');
select fixture.mark('mei', r, 80) from unnest('{self,lead}'::text[]) as r;

-- shop-salary: on edges, just below 0.45: 30 + 16 + 16 + 20 + 3 + 4. Just beyond edges, without a reply rate: (20 × 60 + 5 × 60) / 80.
select fixture.person('shop-salary', 'ann',
    '{"target_completion": 1, "payment_conversion": 0.449999, "unit_price": 230, "reply_rate": 0.98, "response_seconds": 55, "tally:attendance_lapse": 3}',
    '{100, 80, 80, 100, 60, 80}', 89, '银牌');
select fixture.person('shop-salary', 'bo',
    '{"target_completion": 0.399, "payment_conversion": 0.35, "unit_price": 209.99, "reply_rate": null, "response_seconds": 55.1, "tally:attendance_lapse": 4}',
    '{0, 60, 0, null, 0, 60}', 18.75, '无牌');

-- shop-conversion: 224 / 200 is 1.12; a mark of 90 counts 80: 35 + 25 + 9 + 9 + 8, the least B. Nobody has less than 50.
select fixture.person('shop-conversion', 'cai',
    '{"inquiry_conversion": 0.55, "unit_price": 224, "reply_rate": 0.9699, "response_seconds": 40}', '{100, 100, 60, 60, 80}', 86, 'B');
select fixture.person('shop-conversion', 'dan',
    '{"inquiry_conversion": 0, "unit_price": 211.99, "reply_rate": 0, "response_seconds": 600}', '{50, 50, 50, 50, 50}', 50, 'E');
select fixture.mark('cai', 'lead', 90, indicator => 'conduct'), fixture.mark('dan', 'lead', 0, indicator => 'conduct');

-- linear-service: 40.5 s have begun two tens; 12.5 %; 9.5 below 100; 12 of 15 and the like: 18 + 12.5 + 5.5 + 12 + 10 + 0. On every
-- edge: 30 s, 25 %, 100, and no mark: 60 of 60. Beyond: a thousandth after 30 s is a point, and nothing is below 0: 19 of 60.
select fixture.person('linear-service', 'di', '{"response_seconds": 40.5, "inquiry_conversion": 0.125, "csat": 90.5}', '{18, 12.5, 5.5, 12, 10, 0}', 58, '不分级');
select fixture.person('linear-service', 'du', '{"response_seconds": 30, "inquiry_conversion": 0.25, "csat": 100}', '{20, 25, 15, null, null, null}', 100, '不分级');
select fixture.person('linear-service', 'do', '{"response_seconds": 30.001, "inquiry_conversion": 0, "csat": 85}', '{19, 0, 0, null, null, null}', 31.67, '不分级');
select fixture.mark('di', 'lead', m.mark, scale => m.scale, indicator => m.indicator)
  from (values ('workload', 12, 15), ('attitude', 10, 10), ('knowledge', 0, 15)) as m(indicator, mark, scale);

-- shop-plan: 11 of 20 lost: 45. Marks: 30 % × 100 + 70 % × 80; one role alone. All of it adds to 958.1: by 13, 73.7.
select fixture.person('shop-plan', 'eve',
    '{"inquiry_conversion": 0.45, "response_seconds": 30, "lost_inquirers": 11, "inquirers": 20, "target_completion": 0.4, "valid_order_rate": 0.95,
      "paid_order_rate": 0.8, "refund_rate": 0.125, "unit_price": 180, "complaint_rate": 0.004, "abnormal_order_rate": 0.05}',
    '{80, 100, 45, 10, 95, 80, 87.5, 60, 99.6, 95, 86, 70, 50}', 73.70, '不分级');
select fixture.mark('eve', m.role, m.mark, indicator => m.indicator)
  from (values ('report_on_time', 'self', 100), ('report_on_time', 'manager', 80), ('report_true', 'manager', 70), ('report_quality', 'self', 50))
       as m(indicator, role, mark);

-- after-sales: fay is on every limit (1 dispute among 100 customers), fox has nothing refunded: the bonus. gus is late by a
-- hundredth of an hour: none for hal either, who is on the limits as well.
select fixture.person('after-sales', v.agent, v.metrics, array[v.points], v.points, v.grade)
  from (values ('fay', '{"refund_rate": 0.1, "refund_hours": 48, "disputes": 1}'::jsonb, 100, '达标'),
               ('fox', '{"refund_rate": null, "disputes": 0}', 100, '达标'),
               ('gus', '{"refund_rate": 0.1, "refund_hours": 48.01, "disputes": 1}', 0, '未达标'),
               ('hal', '{"refund_rate": 0.1, "refund_hours": 48, "disputes": 1}', 0, '未达标')) as v(agent, metrics, points, grade);
update fixture.metric set value = 100 where agent in ('fay', 'gus', 'hal') and metric = 'received';
select fixture.staff(v.agent, v.team) from (values ('fay', 'after 1'), ('fox', 'after 1'), ('gus', 'after 2'), ('hal', 'after 2')) as v(agent, team);

-- five-grade-director: common items all 80 of 100, the exam just failed, the post's all 100: 28.8 + 0 + 60. Without the post's first
-- item (8 of the 60) and with 0 in its second: 36 + 4 of 40, 44 of 52 (84.615384615385 %) of 60. E: nothing but a failed exam.
select fixture.person('five-grade-director', v.agent, '{}', v.points, v.total, v.grade)
  from (values ('fan', '{80, 0, 100}'::numeric[], 88.80, 'B'), ('fei', '{100, 4, 84.615384615385}', 90.77, 'A'), ('fu', '{null, 0, null}', 0, 'E'))
       as v(agent, points, total, grade);
-- five-grade-manager: 40 + 25 of 90: 65 / 90. Her assistant is on the edge of A: 36 + 0 + 45 of 90.
select fixture.person('five-grade-manager', v.agent, '{}', v.points, v.total, v.grade)
  from (values ('guo', '{100, 4, 50}'::numeric[], 72.22, 'C'), ('gu', '{100, 0, 90}', 90, 'A')) as v(agent, points, total, grade);
select fixture.staff(v.agent, 'office', v.role)
  from (values ('fan', 'service-director'), ('fei', 'service-director'), ('fu', 'service-director'), ('guo', 'service-manager'), ('gu', 'service-assistant')) as v(agent, role);
select fixture.mark(v.agent, 'lead', v.mark, indicator => v.indicator || '_' || i)
  from (values ('fan', 'common', 8, 80), ('fan', 'director', 8, 100), ('fei', 'common', 8, 100), ('guo', 'common', 8, 100), ('guo', 'manager', 9, 50),
               ('gu', 'common', 8, 100), ('gu', 'manager', 9, 90)) as v(agent, indicator, items, mark)
 cross join generate_series(1, v.items) as i;
select fixture.mark('fei', 'lead', case i when 2 then 0 else 100 end, indicator => 'director_' || i) from generate_series(2, 8) as i;
select fixture.mark(v.agent, 'lead', v.mark, indicator => 'exam')
  from (values ('fan', 69.99), ('fei', 70), ('fu', 0), ('guo', 100), ('gu', 69)) as v(agent, mark);

-- The other posts: all of the common items and half of the post's: 70 of 100, the edge of C, or 60 of 80. Heads do not count in it: 60 of 24
-- yuan are 30, and 30 more of other business are half of the target (tests/sql/period/carried.sql).
select fixture.person('five-grade-' || v.post, v.post, v.metrics, '{100, 4, 50}'::numeric[] || v.heads, v.total, 'C'), fixture.staff(v.post, 'office', v.role)
  from (values ('administration', 'administration-director', 70, '{}'::jsonb, '{}'::numeric[]), ('hr', 'hr-manager', 70, '{}', '{}'),
               ('network', 'network-specialist', 70, '{}', '{}'), ('tax', 'tax-assistant', 75, '{}', '{}'),
               ('business', 'business-manager', 75, '{"tally:heads": 60, "tally:heads_profit": 1440, "tally:other_profit": 1500}', '{0.5, null, null, null, 50, null}'))
       as v(post, role, total, metrics, heads);
insert into fact.target (hash, at, agent, period, metric, value) values (1, '2026-10-01Z', 'business', '2026-10', 'tally:heads', 120);
select fixture.mark(v.post, 'lead', v.mark, indicator => v.indicator)
  from (select p.post, 50 as mark, p.post || '_' || i as indicator
          from (values ('administration', 13), ('hr', 12), ('network', 7), ('tax', 10), ('business', 13)) as p(post, items) cross join generate_series(1, p.items) i
        union all
        select p, 100, m from unnest('{administration,hr,network,tax,business}'::text[]) p, unnest('{exam,common_1,common_2,common_3,common_4,common_5,common_6,common_7,common_8}'::text[]) m) v;

-- field-sales: 405 of 450 points, 3 days absent: 63 + 0.3 × 88. No sheet, and 26 days: 0 of the 30 in use. More points than possible, and no day.
select fixture.person('field-sales', v.agent, v.metrics, v.points, v.total, '不分级')
  from (values ('jan', '{"tally:daily_points": 405, "tally:daily_points_possible": 450, "tally:absence": 3}'::jsonb, '{90, 88}'::numeric[], 89.40),
               ('joe', '{"tally:absence": 26}', '{null, 0}', 0),
               ('jun', '{"tally:daily_points": 500, "tally:daily_points_possible": 450}', '{100, 100}', 100)) as v(agent, metrics, points, total);

-- telecom-tasks: 9 of 12 done; more done than there were; no task.
select fixture.person('telecom-tasks', v.agent, v.metrics, array[v.points], v.points, v.grade), fixture.staff(v.agent, 'telecom', 'representative-1')
  from (values ('ta', '{"tally:task": 12, "tally:task_done": 9}'::jsonb, 75::numeric, '不分级'), ('te', '{"tally:task": 4, "tally:task_done": 5}', 100, '不分级'),
               ('to', '{}', null, null)) as v(agent, metrics, points, grade);

-- satisfaction-pay: a total is rounded once, and 59.995 is 60.00; without a survey there is none.
select fixture.person('satisfaction-pay', v.agent, v.metrics, array[v.points], v.total, v.grade)
  from (values ('kim', '{"csat": 59.995}'::jsonb, 59.995, 60.00, '合格'), ('kit', '{"csat": 59.99}', 59.99, 59.99, '不合格'),
               ('kay', '{}', null, null, null)) as v(agent, metrics, points, total, grade);

-- complaint-desk: 2 of 8 overdue; 100 + 50 + 75 of 300. More overdue than this month's complaints: 0. No complaint, and the best survey.
select fixture.person('complaint-desk', v.agent, v.metrics, v.points, v.total, '不分级')
  from (values ('liu', '{"complaints": 8, "overdue": 2, "csat:attitude": 100, "csat:skill": 50, "csat:promises": 75}'::jsonb, '{75, 75}'::numeric[], 75),
               ('lou', '{"complaints": 2, "overdue": 3}', '{0, null}', 0),
               ('lin', '{"complaints": 0, "overdue": 0, "csat:arrival": 100}', '{null, 100}', 100)) as v(agent, metrics, points, total);

-- online-chat: ten marks of 90, ten of 80; nineteen of knowledge are too few. (25 × 85 + 12.5 × 90 + 12.5 × 100 + 25 × 80) / 75 = 6500 / 75.
select fixture.person('online-chat', 'mo', '{"response_within_30": 0.9, "response_within_60": 1, "tally:wrong_answer_complaint": 1}',
                      '{85, 90, 100, null, 80}', 86.67, '不分级');
select fixture.person('online-chat', 'min', '{"response_within_30": 0, "response_within_60": 0, "tally:wrong_answer_complaint": 6}',
                      '{null, 0, 0, null, 0}', 0, '不分级');
select fixture.mark('mo', 'lead', 80 + 10 * (i % 2), rater => 'lin/chat-' || i, indicator => 'manner') from generate_series(1, 20) as i;
select fixture.mark('mo', 'lead', 100, rater => 'lin/chat-' || i, indicator => 'knowledge') from generate_series(1, 19) as i;

-- field-service: three times not found is 6 of 10, one visit missed 5 of 20: 119 of 130. Nothing at all, and more than any floor.
select fixture.person('field-service', v.agent, v.metrics, v.points, v.total, '不分级')
  from (values ('ned', '{"tally:not_found": 3, "tally:missed_visit": 1}'::jsonb, '{4, 10, 15, 10, 15, 20, 15, 10, 10, 10}'::numeric[], 91.54),
               ('nia', '{}', '{10, 10, 20, 10, 15, 20, 15, 10, 10, 10}', 100),
               ('noa', (select jsonb_object_agg('tally:' || k, 6) from unnest('{not_found,late_arrival,missed_visit,late_report,wrong_report,missed_task,customer_complaint,internal_complaint,lost_material,appearance}'::text[]) k),
                '{0, 0, 0, 0, 0, 0, 0, 0, 0, 0}', 0)) as v(agent, metrics, points, total);

-- gas-centre: the mean of 90 and 100 is A+; of 79.99 and 80 it is 79.995, which shows as 80.00: C; no head office's mark, and nothing.
select fixture.person('gas-centre-lead', v.agent, '{}', array[v.points], v.points, v.grade), fixture.staff(v.agent, v.team, 'branch-lead')
  from (values ('ola', 95::numeric, 'A+', 'branch 1'), ('ono', 79.995, 'C', 'branch 2'), ('ost', 0, 'C-', 'branch 3')) as v(agent, points, grade, team);
select fixture.mark(v.agent, v.role, v.mark, indicator => 'branch_lead')
  from (values ('ola', 'manager', 90), ('ola', 'hq', 100), ('ono', 'manager', 79.99), ('ono', 'hq', 80), ('ost', 'manager', 0)) as v(agent, role, mark);
-- Of five under A+: 1, 1.5 and 2.5, the half is A's: 1, 2, 2. Of two under C: 0.2, 1.2 and 0.6: B and C; of the two under C- both tie
-- for B, of which there is one: both are C. One alone, in a branch without a lead: 0.2, 0.7, 0.1: B.
select fixture.person('gas-centre-staff', v.agent, '{}', array_fill(v.mark, array[5]), v.mark, v.grade), fixture.staff(v.agent, v.team)
  from (values ('pa', 100::numeric, 'A+', 'branch 1'), ('pb', 90, 'A', 'branch 1'), ('pc', 80, 'A', 'branch 1'), ('pd', 70, 'B', 'branch 1'), ('pe', 0, 'B', 'branch 1'),
               ('qa', 95, 'B', 'branch 2'), ('qb', 40, 'C', 'branch 2'), ('ra', 50, 'C', 'branch 3'), ('rb', 50, 'C', 'branch 3'), ('sa', 10, 'B', 'branch 4')) as v(agent, mark, grade, team);
select fixture.mark(e.agent, 'lead', e.total, indicator => 'kpi_' || i) from fixture.expected e cross join generate_series(1, 5) i where e.scheme = 'gas-centre-staff';

select score.load(document, '2026-10-01') from fixture.shipped;
create table fixture.scored as select scheme, agent, total, grade from merit.score;
create table fixture.judged as
select s.scheme, s.agent, array_agg(s.points order by i.position) as points
  from merit.score_indicator s join score.indicator i using (scheme, indicator) group by s.scheme, s.agent;

select set_eq('select document ->> ''scheme'' from fixture.shipped', 'select distinct scheme from fixture.expected', 'every shipped scheme has its people');
select is(string_agg(concat_ws(' ', e.agent, j.points, coalesce(s.total::text, 'no total'), s.grade), e'\n' order by e.agent),
          string_agg(concat_ws(' ', e.agent, e.points, coalesce(round(e.total, 2)::text, 'no total'), e.grade), e'\n' order by e.agent), e.scheme)
  from fixture.expected e left join fixture.scored s using (scheme, agent) left join fixture.judged j using (scheme, agent) group by e.scheme order by e.scheme;
select results_eq($$ select indicator, missing, brings from merit.score_indicator where agent = 'di' and scheme = 'linear-service' and brings > 0 $$,
                  $$ values ('response_seconds' collate "C", -0.5, 1::numeric), ('inquiry_conversion', 0.125, 12.5), ('satisfaction', 9.5, 9.5), ('mark:workload', 20, 3),
                            ('mark:knowledge', 100, 15) $$, 'what is missing brings points of the total');
select set_eq($$ select scheme, agent from fixture.scored where scheme like 'five-grade-%' $$,
              $$ select scheme, agent from fixture.expected where scheme like 'five-grade-%' $$, 'the sheet of a post is for those of the post');
select is(count(*), 0::bigint, 'and no total is below 0 or above 100') from fixture.scored where total not between 0 and 100;

select * from finish();
rollback;
