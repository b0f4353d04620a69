-- Other people of the published schemes than those of published.sql, worked out from the sheets before the files were looked at: on an edge,
-- just under it, nothing known, nothing done, above every cap, who joins in the month, a lead, nobody's team, marks of some raters alone.
-- And what each indicator says is missing is then given, exactly that: by the metrics, tallies and marks that the file's own expression names.
-- Each scheme has a month of its own, so that nobody of another stands in its ranks and places.
begin;
\ir fixture.psql
\set documents `for up in . .. ../.. ../../..; do ls $up/config/schemes/*.json && break; done 2>/dev/null | while read f; do echo "$comma"; cat $f; comma=,; done`
select plan(32);

create or replace function rollup.group_metrics(of_whose text, of_grain text, of_start date)
returns table (name text, metric text, value numeric) language sql as $$
    select '', v.* from (values ('unit_price', 150.0), ('csat', 93.0)) as v(metric, value) where of_whose = 'shop'
$$;
create table fixture.shipped as
select d.document || case when d.document ->> 'scheme' = 'gas-centre-staff' then jsonb_build_object('agreed', jsonb_build_array(jsonb_build_object('agents', '["sown"]'::jsonb,
           'from', '2024-01', 'until', '2026-12', 'weights', '{"kpi_1": 70, "kpi_2": 30}'::jsonb, 'by', 'lin', 'on', '2023-12-28'))) else '{}' end as document, d.document ->> 'scheme' as scheme, ('2024-01-01'::date + interval '1 month' * row_number() over (order by d.document ->> 'scheme'))::date as month
  from jsonb_array_elements(('[' || :'documents' || ']')::jsonb) as d(document) where d.document ->> 'period' = 'month';
select count(*) from (select score.load(document, '2024-01-01') from fixture.shipped order by document ? 'shares_by_lead') f;

create table fixture.expected (scheme text, agent text, points numeric[], total numeric, grade text, rank integer, barred text);
create function fixture.month(scheme text) returns date language sql stable as $$ select s.month from fixture.shipped s where s.scheme = $1 $$;
create function fixture.person(scheme text, agent text, metrics jsonb, points numeric[], total numeric, grade text, barred text default null, days integer default 20)
returns void language sql as $$
    select fixture.agent($2, $3, $8, fixture.month($1));
    insert into fixture.expected (scheme, agent, points, total, grade, barred) values ($1, $2, $4, $5, $6, $7)
$$;
create function fixture.gave(scheme text, agent text, role text, marks jsonb, scale numeric default 100) returns void language sql as $$
    select fixture.mark($2, $3, (m.value #>> '{}')::numeric, scale => $5, period => to_char(fixture.month($1), 'YYYY-MM'), indicator => m.key) from jsonb_each($4) m
$$;
create function fixture.record(agents text[], team text, role text default 'agent') returns void language sql as $$
    select fixture.staff(a, $2, $3, 'regular', day => '2023-01-01') from unnest($1) a
$$;
-- The first n marks of a list of items.
create function fixture.items(name text, first integer, last integer, mark numeric) returns jsonb language sql immutable as $$
    select jsonb_object_agg($1 || '_' || i, $4) from generate_series($2, $3) i
$$;

-- A, shop-service. On edges: 85, 80, 80, 60, 80, 80, 80 and 0.3 × 100 + 0.7 × 60 = 72: 25.5 + 24 + 8 + 3 + 4 + 4 + 4 + 7.2 = 79.70.
-- Just under: 70, 60, 60, 0, 60, 60, 60; 99 counts 80 and 79 counts 60: 24 + 42 = 66: 21 + 18 + 6 + 0 + 3 + 3 + 3 + 6.6 = 60.60.
select fixture.person('shop-service', 'edge', '{"target_completion": 0.9, "inquiry_conversion": 0.45, "order_success": 0.9, "unit_price": 180,
                      "reply_rate": 0.95, "response_seconds": 40, "assisted": 17000}', '{85, 80, 80, 60, 80, 80, 80, 72}', 79.70, '中等'),
       fixture.person('shop-service', 'under', '{"target_completion": 0.89999, "inquiry_conversion": 0.44999, "order_success": 0.89999, "unit_price": 179.99,
                      "reply_rate": 0.94999, "response_seconds": 40.001, "assisted": 16999.99}', '{70, 60, 60, 0, 60, 60, 60, 66}', 60.60, '有待提高');
select fixture.gave('shop-service', 'edge', 'self', '{"execution": 100}'), fixture.gave('shop-service', 'edge', 'lead', '{"execution": 60}'),
       fixture.gave('shop-service', 'under', 'self', '{"execution": 99}'), fixture.gave('shop-service', 'under', 'lead', '{"execution": 79}');
-- No target, no orders, no marks: 45 of the weights are in use, all of them 100. 100.00 is 特优, but of 9 without a team there is no
-- place for it and one (1.35) for 优秀, which the better rank has.
-- Nothing done: no orderers, buyers or answers, so those three are left out, and the others are 0.
select fixture.person('shop-service', 'null', '{"inquiry_conversion": 0.5, "reply_rate": 0.98, "response_seconds": 30, "assisted": 20000}',
                      '{null, 100, null, null, 100, 100, 100, null}', 100, '中等'),
       fixture.person('shop-service', 'zero', '{"target_completion": 0, "inquiry_conversion": 0, "reply_rate": 0, "assisted": 0}',
                      '{0, 0, null, null, 0, null, 0, 0}', 0, '急需提高'),
       fixture.person('shop-service', 'above', '{"target_completion": 2.5, "inquiry_conversion": 1, "order_success": 1, "unit_price": 9999,
                      "reply_rate": 1, "response_seconds": 1, "assisted": 1000000}', '{100, 100, 100, 100, 100, 100, 100, 100}', 100, '优秀');
select fixture.gave('shop-service', 'zero', r, '{"execution": 0}'), fixture.gave('shop-service', 'above', r, '{"execution": 100}') from unnest('{self,lead}'::text[]) r;
-- Marks of a peer and a manager alone do not count: (30 × 100 + 30 × 100 + 5 × 60) / 65. A self mark alone has all the weight: 55 counts 40:
-- (5 × 0 + 10 × 40) / 15. Two leads' marks of 100 and 60, and no self mark: 80. A mark of 4 of 5 is 80.
select fixture.person('shop-service', 'peer', '{"target_completion": 1, "inquiry_conversion": 0.5, "reply_rate": 0.92}', '{100, 100, null, null, 60, null, null, null}', 96.92, '中等'),
       fixture.person('shop-service', 'self', '{"assisted": 13999.99}', '{null, null, null, null, null, null, 0, 40}', 26.67, '急需提高'),
       fixture.person('shop-service', 'two', '{}', '{null, null, null, null, null, null, null, 80}', 80, '中等'),
       fixture.person('shop-service', 'five', '{}', '{null, null, null, null, null, null, null, 80}', 80, '中等');
select fixture.gave('shop-service', 'peer', r, '{"execution": 0}') from unnest('{peer,manager,hq}'::text[]) r;
select fixture.gave('shop-service', 'self', 'self', '{"execution": 55}'), fixture.gave('shop-service', 'five', 'lead', '{"execution": 4}', 5);
select fixture.mark('two', 'lead', m, rater => 'lead' || m, period => to_char(fixture.month('shop-service'), 'YYYY-MM')) from unnest('{100,60}'::numeric[]) m;
-- Who joins in mid-month, who has nine days with customers, a lead and a dispatcher: scored, and neither ranked nor graded.
select fixture.person('shop-service', a, '{"target_completion": 1}', '{100, null, null, null, null, null, null, null}', 100, null, b, d)
  from (values ('joins', 'joiner', 20), ('few', 'days', 9), ('leads', 'role', 20), ('sends', 'role', 20)) v(a, b, d);
select fixture.staff('joins', 'east', 'agent', 'regular', joined => fixture.month('shop-service') + 14, day => '2023-01-01'),
       fixture.record('{few}', 'east'), fixture.record('{leads}', 'east', 'lead'), fixture.record('{sends}', 'east', 'dispatch');
-- A quota's border, without marks: of twenty ranked, two places of 特优 and three of 优秀. In the east the second and the third have 87 of 90 alike, and the
-- better conversion has the place. In the west they are equal in everything: neither has it, and both take places of 优秀, of which one is
-- left for 84 of 90; 79.5 of 90 finds none.
create table fixture.quota as select * from (values ('e1', 1.2, 0.55, 220, 0.98, 30, '{100, 100, 100, 100, 100, 100, 100, null}'::numeric[], 100, '特优', 'east'),
    ('e2', 1, 0.55, 219.99, 0.979, 31, '{100, 100, 100, 80, 80, 80, 100, null}', 96.67, '特优', 'east'), ('e3', 1, 0.51, 219.99, 0.979, 31, '{100, 100, 100, 80, 80, 80, 100, null}', 96.67, '优秀', 'east'),
    ('w1', 1.1, 0.55, 220, 0.98, 30, '{100, 100, 100, 100, 100, 100, 100, null}', 100, '特优', 'west'), ('w2', 1, 0.52, 219.99, 0.979, 31, '{100, 100, 100, 80, 80, 80, 100, null}', 96.67, '优秀', 'west'),
    ('w3', 1, 0.52, 219.99, 0.979, 31, '{100, 100, 100, 80, 80, 80, 100, null}', 96.67, '优秀', 'west'), ('w4', 1, 0.49, 220, 0.98, 30, '{100, 80, 100, 100, 100, 100, 100, null}', 93.33, '优秀', 'west'),
    ('w5', 0.99, 0.49, 220, 0.98, 30, '{85, 80, 100, 100, 100, 100, 100, null}', 88.33, '中等', 'west')) v(agent, done, conversion, price, replied, wait, points, total, grade, team);
select fixture.person('shop-service', agent, jsonb_build_object('target_completion', done, 'inquiry_conversion', conversion, 'order_success', 0.95, 'unit_price', price,
                      'reply_rate', replied, 'response_seconds', wait, 'assisted', 20000), points, total, grade), fixture.record(array[agent], team) from fixture.quota;
select fixture.person('shop-service', team || n, '{"target_completion": 0.8}', '{70, null, null, null, null, null, null, null}', 70, '中等'), fixture.record(array[team || n], team)
  from (values ('east', 17), ('west', 15)) v(team, others) cross join generate_series(1, others) n;
-- Ranks of the shop: of 100, 250 % of the target, then 1.2, 1.1, none; then 96.92; then 96.67 by conversion, of which 0.52 shares a rank.
update fixture.expected e set rank = r.rank
  from (values ('above', 1), ('e1', 2), ('w1', 3), ('null', 4), ('peer', 5), ('e2', 6), ('w2', 7), ('w3', 7), ('e3', 9), ('w4', 10), ('w5', 11), ('five', 12),
               ('two', 12), ('edge', 14), ('east1', 15), ('west1', 15), ('under', 47), ('self', 48), ('zero', 49)) r(agent, rank) where r.agent = e.agent;

-- B, shop-salary. On edges: 3 + 20 + 12 + 12 + 5 + 5. Just under: 25.5 + 12 + 16 + 16 + 3 + 4. No target, no inquirers: (2000 + 2000 + 0 + 300) / 50,
-- 56 s being the misprinted "< 55: 0". Nothing done and no lapse: 500 / 75. Above all: 100. Exactly 金牌: 30 + 16 + 20 + 16 + 5 + 3.
select fixture.person('shop-salary', v.agent, v.metrics, v.points, v.total, v.grade)
  from (values ('b edge', '{"target_completion": 0.4, "payment_conversion": 0.45, "unit_price": 210, "reply_rate": 0.92, "response_seconds": 35}'::jsonb, '{10, 100, 60, 60, 100, 100}'::numeric[], 57, '无牌'),
               ('b under', '{"target_completion": 0.9999, "payment_conversion": 0.3999, "unit_price": 249.99, "reply_rate": 0.9799, "response_seconds": 45.01, "tally:attendance_lapse": 3}', '{85, 60, 80, 80, 60, 80}', 76.50, '铜牌'),
               ('b null', '{"unit_price": 250, "reply_rate": 0.98, "response_seconds": 56, "tally:attendance_lapse": 4}', '{null, null, 100, 100, 0, 60}', 86, '银牌'),
               ('b zero', '{"target_completion": 0, "payment_conversion": 0, "reply_rate": 0}', '{0, 0, null, 0, null, 100}', 6.67, '无牌'),
               ('b above', '{"target_completion": 9, "payment_conversion": 1, "unit_price": 5000, "reply_rate": 1, "response_seconds": 0}', '{100, 100, 100, 100, 100, 100}', 100, '金牌'),
               ('b gold', '{"target_completion": 1, "payment_conversion": 0.4, "unit_price": 250, "reply_rate": 0.95, "response_seconds": 35, "tally:attendance_lapse": 9}', '{100, 80, 100, 80, 100, 60}', 90, '金牌'))
       v(agent, metrics, points, total, grade);

-- C, shop-conversion, where the shop's unit price is 150. On edges: 159 / 150 is 1.06: 28 + 15 + 9 + 15 + 7. Just under: 28 + 20 + 12 + 12 + 8. Nothing done:
-- 50 of everything known. Exactly A: 168 / 150 is 1.12: 35 + 25 + 12 + 9 + 10. A self mark alone: (3500 + 2000 + 1200 + 1200) / 90.
select fixture.person('shop-conversion', v.agent, v.metrics, v.points, v.total, v.grade)
  from (values ('c edge', '{"inquiry_conversion": 0.5, "unit_price": 159, "reply_rate": 0.95, "response_seconds": 25}'::jsonb, '{80, 60, 60, 100, 70}'::numeric[], 74, 'D'),
               ('c under', '{"inquiry_conversion": 0.5499, "unit_price": 167.99, "reply_rate": 0.9899, "response_seconds": 25.01}', '{80, 80, 80, 80, 80}', 80, 'C'),
               ('c zero', '{"inquiry_conversion": 0, "reply_rate": 0}', '{50, null, 50, null, 50}', 50, 'E'),
               ('c above', '{"inquiry_conversion": 1, "unit_price": 1500, "reply_rate": 1, "response_seconds": 1}', '{100, 100, 100, 100, 100}', 100, 'A'),
               ('c a', '{"inquiry_conversion": 0.55, "unit_price": 168, "reply_rate": 0.97, "response_seconds": 40}', '{100, 100, 80, 60, 100}', 91, 'A'),
               ('c self', '{"inquiry_conversion": 0.55, "unit_price": 162, "reply_rate": 0.97, "response_seconds": 30}', '{100, 80, 80, 80, null}', 87.78, 'B'))
       v(agent, metrics, points, total, grade);
select fixture.gave('shop-conversion', a, r, jsonb_build_object('conduct', m))
  from (values ('c edge', 'lead', 70), ('c under', 'lead', 99.9), ('c zero', 'lead', 49), ('c above', 'lead', 100), ('c a', 'lead', 100), ('c self', 'self', 100)) v(a, r, m);

-- D, linear-service. At 40 s one ten has begun, at 40.001 two. 25 %; 24.99 %. Marks of 15, 5 of 10, 7.5 of 15. Just under: 57.49 of 60. Nothing done: 0 of 80.
-- 600 s are 57 tens, and no point is below 0; 100 % of inquiries are 25 points: 25 of 45. 220 s are 19 tens, 230 s twenty.
select fixture.person('linear-service', v.agent, v.metrics, v.points, v.total, '不分级')
  from (values ('d edge', '{"response_seconds": 40, "inquiry_conversion": 0.25, "csat": 100}'::jsonb, '{19, 25, 15, 15, 5, 7.5}'::numeric[], 86.50),
               ('d under', '{"response_seconds": 40.001, "inquiry_conversion": 0.2499, "csat": 99.5}', '{18, 24.99, 14.5, null, null, null}', 95.82),
               ('d zero', '{"inquiry_conversion": 0, "csat": 0}', '{null, 0, 0, 0, 0, 0}', 0), ('d slow', '{"response_seconds": 600, "inquiry_conversion": 1}', '{0, 25, null, null, null, null}', 55.56),
               ('d 220', '{"response_seconds": 220}', '{1, null, null, null, null, null}', 5), ('d 230', '{"response_seconds": 230}', '{0, null, null, null, null, null}', 0))
       v(agent, metrics, points, total);
select fixture.gave('linear-service', 'd edge', 'lead', '{"workload": 15, "knowledge": 7.5}', 15), fixture.gave('linear-service', 'd edge', 'lead', '{"attitude": 5}', 10),
       fixture.gave('linear-service', 'd zero', 'lead', '{"workload": 0, "attitude": 0, "knowledge": 0}');

-- E, shop-plan. On edges, nothing lost or refunded; a self mark alone, 0.3 × 60 + 0.7 × 90, and a manager's 0: 1101 / 13. Nothing done but a target: 0.
-- 3 of 8 lost, a third refunded, twice as many complaints as customers, an eighth flagged: (62.5 + 66.7 + 0 + 87.5) / 4 = 54.175.
select fixture.person('shop-plan', v.agent, v.metrics, v.points, v.total, '不分级')
  from (values ('p edge', '{"inquiry_conversion": 0.4, "response_seconds": 50, "lost_inquirers": 0, "inquirers": 10, "target_completion": 1, "valid_order_rate": 1, "paid_order_rate": 1,
                            "refund_rate": 0, "unit_price": 220, "complaint_rate": 0, "abnormal_order_rate": 0}'::jsonb, '{60, 60, 100, 100, 100, 100, 100, 100, 100, 100, 100, 81, 0}'::numeric[], 84.69),
               ('p zero', '{"target_completion": 0, "inquirers": 0, "lost_inquirers": 0}', '{null, null, null, 0, null, null, null, null, null, null, null, null, null}', 0),
               ('p bad', '{"inquirers": 8, "lost_inquirers": 3, "refund_rate": 0.333, "complaint_rate": 2, "abnormal_order_rate": 0.125}',
                '{null, null, 62.5, null, null, null, 66.7, null, 0, 87.5, null, null, null}', 54.18)) v(agent, metrics, points, total);
select fixture.gave('shop-plan', 'p edge', 'self', '{"report_on_time": 100, "report_true": 60}'), fixture.gave('shop-plan', 'p edge', 'manager', '{"report_true": 90, "report_quality": 0}');

-- F, after-sales. On every limit (3 disputes of 300), and nothing known at all: the bonus, also for who joined on the 15th, who is not graded. In the other team
-- the lead has one complaint of a colleague: nothing for anybody, though fb misses nothing.
select fixture.person('after-sales', v.agent, v.metrics, array[v.points], v.points, v.grade, v.barred)
  from (values ('f on', '{"refund_rate": 0.1, "refund_hours": 48, "disputes": 3}'::jsonb, 100, '达标', null), ('f none', '{}', 100, '达标', null), ('f new', '{"refund_rate": 0.02}', 100, null, 'joiner'),
               ('f lead', '{"tally:internal_complaint": 1}', 0, null, 'role'), ('f good', '{"refund_rate": 0, "refund_hours": 1, "disputes": 0}', 0, '未达标', null)) v(agent, metrics, points, grade, barred);
update fixture.metric set value = 300 where agent = 'f on' and metric = 'received';
select fixture.record('{f on,f none}', 'after east'), fixture.record('{f good}', 'after west'), fixture.record('{f lead}', 'after west', 'lead'),
       fixture.staff('f new', 'after east', 'agent', 'regular', joined => fixture.month('after-sales') + 14, day => '2023-01-01');

-- G. The director: common items 90 of 100, an exam of 80 and 60 by two raters (the edge of 70), the post's 80: 32.4 + 4 + 48. The edge of A without the exam: 36 + 54.
-- An exam of 69.999, and nothing else: 0 of 4. All of it; nothing of it. The manager's 90: 18 + 4 + 50 of 90 is the edge of B; 36 + 27 that of C; without common items 4 + 29.95 of 54.
select fixture.person(v.scheme, v.agent, '{}', v.points, v.total, v.grade), fixture.record(array[v.agent], 'office', v.role)
  from (values ('five-grade-director', 'service-director', 'g most', '{90, 4, 80}'::numeric[], 84.40, 'B'), ('five-grade-director', 'service-director', 'g edge', '{100, 0, 90}', 90, 'A'),
               ('five-grade-director', 'service-director', 'g exam', '{null, 0, null}', 0, 'E'), ('five-grade-director', 'service-director', 'g all', '{100, 4, 100}', 100, 'A'),
               ('five-grade-director', 'service-director', 'g zero', '{0, 0, 0}', 0, 'E'),
               ('five-grade-manager', 'service-manager', 'g b', '{50, 4, 100}', 80, 'B'), ('five-grade-manager', 'service-assistant', 'g c', '{100, 0, 54}', 70, 'C'),
               ('five-grade-manager', 'service-assistant', 'g some', '{null, 4, 59.9}', 62.87, 'D')) v(scheme, role, agent, points, total, grade);
select fixture.gave(s, a, r, m)
  from (values ('five-grade-director', 'g most', 'lead', fixture.items('common', 1, 8, 90) || fixture.items('director', 1, 8, 80) || '{"exam": 80}'), ('five-grade-director', 'g most', 'hq', '{"exam": 60}'),
               ('five-grade-director', 'g edge', 'lead', fixture.items('common', 1, 8, 100) || fixture.items('director', 1, 8, 90) || '{"exam": 69}'),
               ('five-grade-director', 'g exam', 'lead', '{"exam": 69.999}'), ('five-grade-director', 'g all', 'lead', fixture.items('common', 1, 8, 100) || fixture.items('director', 1, 8, 100) || '{"exam": 70}'),
               ('five-grade-director', 'g zero', 'lead', fixture.items('common', 1, 8, 0) || fixture.items('director', 1, 8, 0) || '{"exam": 0}'),
               ('five-grade-manager', 'g b', 'lead', fixture.items('common', 1, 8, 50) || fixture.items('manager', 1, 9, 100) || '{"exam": 100}'),
               ('five-grade-manager', 'g c', 'lead', fixture.items('common', 1, 8, 100) || fixture.items('manager', 1, 9, 54) || '{"exam": 0}'),
               ('five-grade-manager', 'g some', 'lead', fixture.items('manager', 1, 9, 59.9) || '{"exam": 70}')) v(s, a, r, m);
-- Of 80 the tax assistant has 36 + 0 + 12: the edge of D. The administration director has marks of the first and the last of 13 items, 5 and 4 of 60: 5 of 9.
-- The HR manager has 7 of 12 items of 5, 35 of 60, and half of the one common item that has a mark: (18 + 35) / 96. The network specialist has the four
-- of 9, not the three of 8, and the exam: (36 + 4) / 64.
select fixture.person(v.scheme, v.agent, '{}', v.points, v.total, v.grade), fixture.record(array[v.agent], 'office', v.role)
  from (values ('five-grade-tax', 'tax-assistant', 'g tax', '{100, 0, 30}'::numeric[], 60, 'D'), ('five-grade-administration', 'administration-director', 'g admin', '{null, null, 55.555555555556}', 55.56, 'E'),
               ('five-grade-hr', 'hr-manager', 'g hr', '{50, null, 58.333333333333}', 55.21, 'E'), ('five-grade-network', 'network-specialist', 'g net', '{null, 4, 60}', 62.50, 'D')) v(scheme, role, agent, points, total, grade);
select fixture.gave('five-grade-tax', 'g tax', 'lead', fixture.items('common', 1, 8, 100) || fixture.items('tax', 1, 10, 30) || '{"exam": 50}'),
       fixture.gave('five-grade-administration', 'g admin', 'lead', '{"administration_1": 100, "administration_13": 0}'),
       fixture.gave('five-grade-hr', 'g hr', 'lead', fixture.items('hr', 1, 7, 100) || fixture.items('hr', 8, 12, 0) || '{"common_1": 50}'),
       fixture.gave('five-grade-network', 'g net', 'lead', fixture.items('network', 1, 4, 100) || fixture.items('network', 5, 7, 0)), fixture.gave('five-grade-network', 'g net', 'hq', '{"exam": 70}');
-- Heads: 80 at exactly 50 yuan count double, 160 of 150. 74 at 49.99 count once, just under half of 150. 10 at 24.99 count half, and 1500 of other business 30: 35 of 100. 50 at 25
-- are half of 100. None: 0 of 100. Without a target: as between. Each passed the exam, and has no other mark.
select fixture.person('five-grade-business', v.agent, jsonb_build_object('tally:heads', heads, 'tally:heads_profit', profit, 'tally:other_profit', other),
                      array[null, 4, null, per_head, null, null, null, completion, null], 100, 'A'),
       fixture.record(array[v.agent], 'trade', 'business-manager'), fixture.gave('five-grade-business', v.agent, 'lead', '{"exam": 70}')
  from (values ('h double', 80, 4000, 0, 2::numeric, 100::numeric), ('h under', 74, 3699.26, 0, 1, 1), ('h other', 10, 249.9, 1500, 0.5, 1), ('h half', 50, 1250, 0, 1, 50), ('h none', 0, 0, 0, 0, 0),
               ('h free', 3, 60, 0, 0.5, 50)) v(agent, heads, profit, other, per_head, completion);
insert into fact.target (hash, at, agent, period, metric, value)
select nextval('fixture.hash'), fixture.month('five-grade-business'), a, to_char(fixture.month('five-grade-business'), 'YYYY-MM'), 'tally:heads', t
  from (values ('h double', 150), ('h under', 150), ('h other', 100), ('h half', 100), ('h none', 100)) v(a, t);

-- H, gas-centre. 94.99 and 95.01 are 95: A+. 89.99 twice: B. The head office alone: 85. 79 and 80.98: 79.99, C−.
select fixture.person('gas-centre-lead', v.agent, '{}', array[v.points], v.points, v.grade), fixture.record(array[v.agent], v.team, 'branch-lead')
  from (values ('l1', 95::numeric, 'A+', 'b1'), ('l2', 89.99, 'B', 'b2'), ('l3', 85, 'B', 'b3'), ('l4', 79.99, 'C-', 'b4'), ('l5', 90, 'A', 'b5')) v(agent, points, grade, team);
select fixture.gave(s, a, r, jsonb_build_object('branch_lead', m)) from unnest('{gas-centre-lead,gas-centre-staff}'::text[]) s
 cross join (values ('l1', 'manager', 94.99), ('l1', 'hq', 95.01), ('l2', 'manager', 89.99), ('l2', 'hq', 89.99), ('l3', 'hq', 85), ('l4', 'manager', 79), ('l4', 'hq', 80.98), ('l5', 'manager', 90)) v(a, r, m);
select fixture.agent(a, '{}', month => fixture.month('gas-centre-staff')) from unnest('{l1,l2,l3,l4,l5}'::text[]) a;
-- The staff. Ten under A+ (2, 3, 5): the second and the third are equal, and for both there is no room: A. Of ten under B (0, 2, 7, 1) and ten under C− (0, 1, 6, 3). Under A (1, 3, 6) the first two are equal: neither is A+, and
-- they take two of the four that A and better are. Who joins in the month and the lead take no place.
select fixture.person('gas-centre-staff', format('s%s-%s', b, n), '{}', array_fill(m::numeric, array[5]), m, g, null), fixture.record(array[format('s%s-%s', b, n)], 'b' || b),
       fixture.gave('gas-centre-staff', format('s%s-%s', b, n), 'lead', fixture.items('kpi', 1, 5, m))
  from (values (1, '{99,90,90,80,70,60,50,40,30,20}'::integer[], '{A+,A,A,A,A,B,B,B,B,B}'::text[]), (2, '{100,99,98,97,96,95,94,93,92,91}', '{A,A,B,B,B,B,B,B,B,C}'),
               (4, '{9,8,7,6,5,4,3,2,1,0}', '{A,B,B,B,B,B,B,C,C,C}'), (5, '{70,70,60,50,40,30,20,10,5,1}', '{A,A,A,A,B,B,B,B,B,B}')) v(b, marks, grades)
 cross join lateral unnest(marks, grades) with ordinality as u(m, g, n);
select fixture.person('gas-centre-staff', 'snew', '{}', '{100, 100, 100, 100, 100}', 100, null, 'joiner'), fixture.gave('gas-centre-staff', 'snew', 'lead', fixture.items('kpi', 1, 5, 100)),
       fixture.staff('snew', 'b1', 'agent', 'regular', joined => fixture.month('gas-centre-staff') + 14, day => '2023-01-01');
-- With weights of one's own, 70 and 30: 63 + 18, and the mark of the third counts nothing. Alone in a branch without a lead: B.
select fixture.person('gas-centre-staff', 'sown', '{}', '{90, 60, 0, null, null}', 81, 'B'), fixture.record('{sown}', 'b6'),
       fixture.gave('gas-centre-staff', 'sown', 'lead', '{"kpi_1": 90, "kpi_2": 60, "kpi_3": 0}');

-- J, field-sales. 200 of 250: 56 + 30. Half a day absent counts as one: 70 + 0.3 × 96. 25 days: 0 + 0. No sheet: 96. field-service: 5 of an event of 2 points, 6, and half of one: 118 of 130.
select fixture.person('field-sales', v.agent, v.metrics, v.points, v.total, '不分级')
  from (values ('j whole', '{"tally:daily_points": 200, "tally:daily_points_possible": 250}'::jsonb, '{80, 100}'::numeric[], 86), ('j half', '{"tally:daily_points": 9, "tally:daily_points_possible": 9, "tally:absence": 0.5}', '{100, 96}', 98.80),
               ('j zero', '{"tally:daily_points": 0, "tally:daily_points_possible": 100, "tally:absence": 25}', '{0, 0}', 0), ('j null', '{"tally:absence": 1}', '{null, 96}', 96)) v(agent, metrics, points, total);
select fixture.person('field-service', v.agent, v.metrics, v.points, v.total, '不分级')
  from (values ('j five', '{"tally:not_found": 5, "tally:appearance": 0.5}'::jsonb, '{0, 10, 20, 10, 15, 20, 15, 10, 10, 8}'::numeric[], 90.77), ('j six', '{"tally:not_found": 6}', '{0, 10, 20, 10, 15, 20, 15, 10, 10, 10}', 92.31),
               ('j none', '{}', '{10, 10, 20, 10, 15, 20, 15, 10, 10, 10}', 100)) v(agent, metrics, points, total);

-- K, satisfaction-pay: 60; 59.994 shows as 59.99; 100; 0; nobody asked.
select fixture.person('satisfaction-pay', v.agent, v.metrics, array[v.points], v.total, v.grade)
  from (values ('k edge', '{"csat": 60}'::jsonb, 60, 60, '合格'), ('k under', '{"csat": 59.994}', 59.994, 59.99, '不合格'), ('k above', '{"csat": 100}', 100, 100, '合格'),
               ('k zero', '{"csat": 0}', 0, 0, '不合格'), ('k null', '{}', null, null, null)) v(agent, metrics, points, total, grade);

-- L, complaint-desk: 2 of 3 in time, an attitude that is poor: 66.67 and 0. No complaint (though one overdue), all four answers: 225 of 400. Nothing at all. The best.
select fixture.person('complaint-desk', v.agent, v.metrics, v.points, v.total, v.grade)
  from (values ('l some', '{"complaints": 3, "overdue": 1, "csat:attitude": 0}'::jsonb, '{66.6666666667, 0}'::numeric[], 33.33, '不分级'),
               ('l four', '{"complaints": 0, "overdue": 1, "csat:attitude": 100, "csat:skill": 75, "csat:arrival": 50, "csat:promises": 0}', '{null, 56.25}', 56.25, '不分级'),
               ('l null', '{"complaints": 0, "overdue": 0}', '{null, null}', null, null), ('l best', '{"complaints": 1, "overdue": 0, "csat:promises": 100}', '{100, 100}', 100, '不分级')) v(agent, metrics, points, total, grade);

-- M, online-chat: ten of 100 by the lead and ten of 50 by the head office, each role half: 75; twenty of 70: 18.75 + 6.25 + 9.375 + 17.5 + 0. Nineteen are too few. Above all. Nothing: no complaint is 100.
select fixture.person('online-chat', v.agent, v.metrics, v.points, v.total, '不分级')
  from (values ('m both', '{"response_within_30": 0.5, "response_within_60": 0.75, "tally:wrong_answer_complaint": 5}'::jsonb, '{75, 50, 75, 70, 0}'::numeric[], 51.88),
               ('m few', '{"response_within_30": 1, "response_within_60": 1, "tally:wrong_answer_complaint": 4}', '{null, 100, 100, null, 20}', 60),
               ('m best', '{"response_within_30": 1, "response_within_60": 1}', '{100, 100, 100, 100, 100}', 100), ('m null', '{}', '{null, null, null, null, 100}', 100)) v(agent, metrics, points, total);
select fixture.mark(a, r, m, rater => concat(r, '/', k), period => to_char(fixture.month('online-chat'), 'YYYY-MM'), indicator => i)
  from (values ('m both', 'lead', 'manner', 100, 10), ('m both', 'hq', 'manner', 50, 10), ('m both', 'manager', 'knowledge', 70, 20), ('m few', 'lead', 'manner', 100, 19), ('m few', 'lead', 'knowledge', 100, 19),
               ('m best', 'lead', 'manner', 100, 21), ('m best', 'lead', 'knowledge', 100, 20)) v(a, r, i, m, n) cross join generate_series(1, n) k;

-- I, telecom-tasks: none of 8, all of 8, half of one more than there is; the quarterly sheets: period/terms_published.sql.
select fixture.person('telecom-tasks', v.agent, v.metrics, array[v.points], v.points, '不分级'), fixture.record(array[v.agent], 'telecom', 'stock-assistant')
  from (values ('i none', '{"tally:task": 8}'::jsonb, 0::numeric), ('i all', '{"tally:task": 8, "tally:task_done": 8}', 100), ('i more', '{"tally:task": 2, "tally:task_done": 3}', 100)) v(agent, metrics, points);

create table fixture.point as select s.scheme, s.month, p.* from fixture.shipped s cross join lateral score.points(s.month, s.scheme, 1) p;
create table fixture.graded as select s.scheme, g.* from fixture.shipped s cross join lateral score.graded(s.month, s.scheme, 1) g;
select set_eq('select scheme from fixture.shipped', 'select distinct scheme from fixture.expected', 'every shipped scheme of months has its people');
select set_eq($$ select scheme, count(*) from fixture.graded group by scheme $$, 'select scheme, count(*) from fixture.expected group by scheme', 'and no others');
select is(string_agg(concat_ws(' ', e.agent, p.points, coalesce(g.total::text, 'no total'), g.grade, g.barred), e'\n' order by e.agent),
          string_agg(concat_ws(' ', e.agent, e.points, coalesce(round(e.total, 2)::text, 'no total'), e.grade, e.barred), e'\n' order by e.agent), e.scheme)
  from fixture.expected e
  left join fixture.graded g using (scheme, agent)
  left join lateral (select array_agg(trim_scale(p.points) order by p.position) as points from fixture.point p where p.scheme = e.scheme and p.agent = e.agent) p on true
 group by e.scheme order by e.scheme;
select is(string_agg(concat_ws(' ', g.agent, g.rank), ', ' order by e.rank, e.agent), string_agg(concat_ws(' ', e.agent, e.rank), ', ' order by e.rank, e.agent), 'ranks of the shop')
  from fixture.expected e join fixture.graded g using (scheme, agent) where e.rank is not null;

-- What is missing, given: the new value and what the total gains. The change of an expression's own leaves stands for one value of it; the rest stays.
create function fixture.give(agent text, month date, e jsonb, wanted numeric) returns void language plpgsql as $$
declare
    named text := coalesce(e ->> 'metric', 'tally:' || (e ->> 'tally'));
    parts numeric;
begin
    if named is not null then
        delete from fixture.metric m where (m.agent, m.month, m.metric) = ($1, $2, named);
        insert into fixture.metric (agent, month, metric, value) values ($1, $2, named, wanted);
    elsif e ? 'divide' and (e #> '{divide,1}' ? 'metric' or e #> '{divide,1}' ? 'tally') then
        parts := case when e #>> '{divide,1,of}' = 'shop' then 150
                      else (select m.value from fixture.metric m where (m.agent, m.month, m.metric) = ($1, $2, coalesce(e #>> '{divide,1,metric}', 'tally:' || (e #>> '{divide,1,tally}')))) end;
        perform fixture.give(agent, month, e #> '{divide,0}', wanted * parts);
    elsif e #>> '{greatest,1,subtract,1,divide,0,metric}' = 'overdue' then
        perform fixture.give(agent, month, '{"metric": "overdue"}', (1 - wanted) * (select m.value from fixture.metric m where (m.agent, m.month, m.metric) = ($1, $2, 'complaints')));
    elsif e ? 'marks' then
        perform fixture.mark($1, l.role, wanted, l.rater, '2026-11-01Z', 100, to_char($2, 'YYYY-MM'), e ->> 'marks')
           from fact.last_mark l where (l.agent, l.indicator, l.period) = ($1, e ->> 'marks', to_char($2, 'YYYY-MM')) and e -> 'roles' ? l.role;
    else
        raise 'no change of % is known', e;
    end if;
end $$;
create function fixture.give_next(p fixture.point, i score.indicator) returns void language plpgsql as $$
begin
    if i.rule = 'checklist' then
        perform fixture.give(p.agent, p.month, coalesce(e -> 'multiply' -> 0, e), 100) from jsonb_array_elements(i.expressions) with ordinality x(e, n) where p.numbers[n] is not null;
    elsif i.expressions #>> '{0,points_of}' = 'each' then  -- each rater gives the next better mark, of those that are allowed
        perform fixture.mark(l.agent, l.role, coalesce(b.better, l.points), l.rater, '2026-11-01Z', 100, l.period, l.indicator)
           from fact.last_mark l
          cross join lateral (select array(select m::numeric from jsonb_array_elements_text(i.parameters -> 'allowed') m order by 1) as allowed) v
          cross join lateral (select min(m) as better from unnest(v.allowed) m where m > greatest(l.points, v.allowed[1])) b
          where (l.agent, l.indicator, l.period) = (p.agent, i.expressions #>> '{0,marks}', to_char(p.month, 'YYYY-MM'));
    else
        perform fixture.give(p.agent, p.month, i.expressions -> 0, p.value + p.missing);
    end if;
end $$;
-- One indicator of each person at a time.
create table fixture.short as
select p as point, i as indicator, row_number() over (partition by p.scheme, p.agent order by p.position) as turn
  from fixture.point p join score.indicator i using (scheme, position)
 where p.brings is not null and p.weight > 0 and i.rule <> 'gate' and p.agent !~ '^(east|west)\d+$';
create function fixture.gains(scheme text, month date, turn bigint) returns table (agent text, value_then numeric, total_then numeric) language plpgsql as $$
declare
    told jsonb;
begin
    begin
        perform fixture.give_next(s.point, s.indicator) from fixture.short s where ((s.point).scheme, s.turn) = ($1, $3);
        select jsonb_agg(jsonb_build_object('agent', t.agent, 'value', t.value, 'total', t.total)) into told
          from (select a.agent, max(a.value) filter (where a.position = (s.point).position) as value, sum(a.contribution) as total
                  from score.points($2, $1, 1) a
                  join fixture.short s on ((s.point).scheme, s.turn, (s.point).agent) = ($1, $3, a.agent)
                 group by a.agent) t;
        raise exception 'undone' using errcode = 'P0U01';
    exception when sqlstate 'P0U01' then
        return query select r.agent, r.value, r.total from jsonb_to_recordset(told) as r(agent text, value numeric, total numeric);
    end;
end $$;
delete from fixture.metric where agent ~ '^(east|west)\d+$';
create table fixture.given as
select (s.point).scheme, (s.point).agent, (s.point).indicator, (s.point).value + (s.point).missing as promised, (s.point).brings, g.value_then,
       g.total_then - (select sum(p.contribution) from fixture.point p where (p.scheme, p.agent) = ((s.point).scheme, (s.point).agent)) as gained
  from (select distinct (point).scheme as scheme, (point).month as month, turn from fixture.short) t
 cross join lateral fixture.gains(t.scheme, t.month, t.turn) g
  join fixture.short s on ((s.point).scheme, s.turn, (s.point).agent) = (t.scheme, t.turn, g.agent);
select cmp_ok((select count(*) from fixture.given), '>', 100::bigint, 'more than a hundred are short of something');
select is((select count(*) from fixture.given where value_then is not null and gained is not null), (select count(*) from fixture.short), 'all of which is given');
select is_empty($$ select * from fixture.given where abs(value_then - promised) > 1e-9 $$, 'with what is missing each has the value of the next edge');
select is_empty($$ select * from fixture.given where abs(gained - brings) > 1e-9 or brings <= 0 $$, 'and the total that was promised');
select is((select string_agg(concat_ws(' ', indicator, trim_scale(missing), brings), ', ' order by position) from fixture.point where agent = 'sown' and brings is not null), 'kpi_1 10 7, kpi_2 40 12, kpi_3 100 0',
          'by the weights agreed');
select is((select string_agg(c.path || ': ' || c.problem, ' | ') from fixture.shipped s cross join lateral score.check(jsonb_set(s.document, '{agreed,0,weights,kpi_2}', '20')) c where s.scheme = 'gas-centre-staff'),
          '$.agreed[0].weights: must add to 100; add to 90', 'which must add to a hundred');
select is((select brings from fixture.point where agent = 'f lead'), 100::numeric, 'a team''s gate would bring all of it');
delete from fixture.metric where metric = 'tally:internal_complaint';
select is((select string_agg(concat(p.agent, ' ', p.points), ', ' order by p.agent) from score.points(fixture.month('after-sales'), 'after-sales', 1) p where p.agent in ('f lead', 'f good')),
          'f good 100, f lead 100', 'and does, to everybody of it');

select * from finish();
rollback;
