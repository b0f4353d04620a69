-- What the pay items of the schemes that are shipped come to, by hand: in each grade, on edges of them, without a grade, of nothing.
begin;
\ir ../period/fixture.psql
\set documents `for up in . .. ../.. ../../..; do ls $up/config/schemes/*.json && break; done 2>/dev/null | while read f; do echo "$comma"; cat $f; comma=,; done`
select plan(15);

create table fixture.shipped as select d.document, d.document ->> 'scheme' as scheme, '2025-01-01'::date + interval '1 month' * (row_number() over ()) as month
  from jsonb_array_elements(('[' || :'documents' || ']')::jsonb) as d(document) where d.document #> '{pay,items}' is not null;
select score.load(document, '2025-01-01') from fixture.shipped;
create table fixture.expected (scheme text, agent text, total numeric, grade text, inputs jsonb, paid text, points jsonb, metrics jsonb);
insert into fixture.expected values
-- 100 %, 80, 60, 50 and nothing of the bonus; 0.6 and 0.5 of a cent are a cent; who is not ranked has no grade.
('shop-conversion', 'a', 91, 'A', '{"bonus": 1000}', 'bonus_by_grade 1000.00'), ('shop-conversion', 'b', 90.99, 'B', '{"bonus": 1000}', 'bonus_by_grade 800.00'),
('shop-conversion', 'c', 76, 'C', '{"bonus": 0.01}', 'bonus_by_grade 0.01'), ('shop-conversion', 'd', 65, 'D', '{"bonus": 0.01}', 'bonus_by_grade 0.01'),
('shop-conversion', 'e', 64.99, 'E', '{"bonus": 1000}', 'bonus_by_grade 0.00'), ('shop-conversion', 'f', 95, null, '{"bonus": 1000}', ''),
-- The published example, and nothing of nothing.
('linear-service', 'a', 80, '不分级', '{"performance_base": 3000}', 'performance_pay 2400.00'), ('linear-service', 'b', 0, '不分级', '{"performance_base": 3000}', 'performance_pay 0.00'),
('linear-service', 'c', null, null, '{"performance_base": 3000}', ''),
-- Wage and bonus of 5000 and 1000. 85 points are half way from 40 to 60 %, 79.99 are 0.3998. E: half is 1500 of 3000, 500 short of 2000; or half is 3000.
('five-grade-director', 'a', 90, 'A', '{"wage": 5000, "bonus": 1000}', 'wage_by_grade 5000.00, bonus_by_grade 1000.00, up_to_minimum_wage 0.00'),
('five-grade-director', 'b', 89.99, 'B', '{"wage": 5000, "bonus": 1000}', 'wage_by_grade 5000.00, bonus_by_grade 599.80, up_to_minimum_wage 0.00'),
('five-grade-director', 'bb', 80, 'B', '{"wage": 5000, "bonus": 1000}', 'wage_by_grade 5000.00, bonus_by_grade 400.00, up_to_minimum_wage 0.00'),
('five-grade-director', 'c', 79.99, 'C', '{"wage": 5000, "bonus": 1000}', 'wage_by_grade 5000.00, bonus_by_grade 399.80, up_to_minimum_wage 0.00'),
('five-grade-director', 'cc', 70, 'C', '{"wage": 5000, "bonus": 1000}', 'wage_by_grade 5000.00, bonus_by_grade 200.00, up_to_minimum_wage 0.00'),
('five-grade-manager', 'd', 69.99, 'D', '{"wage": 5000, "bonus": 1000}', 'wage_by_grade 3500.00, bonus_by_grade 700.00, up_to_minimum_wage 0.00'),
('five-grade-manager', 'e', 0, 'E', '{"wage": 2600, "bonus": 400}', 'wage_by_grade 1300.00, bonus_by_grade 200.00, up_to_minimum_wage 500.00'),
('five-grade-manager', 'ee', 59.99, 'E', '{"wage": 5000, "bonus": 1000}', 'wage_by_grade 2500.00, bonus_by_grade 500.00, up_to_minimum_wage 0.00'),
-- 60 keeps 600 of 1000; 59.99 keeps 599.90, less 30 % of that: 179.97.
('satisfaction-pay', 'a', 60, '合格', '{"performance_base": 1000}', 'performance_pay 600.00, below_60 0.00'),
('satisfaction-pay', 'b', 59.99, '不合格', '{"performance_base": 1000}', 'performance_pay 599.90, below_60 -179.97'), ('satisfaction-pay', 'c', null, null, '{"performance_base": 1000}', ''),
('gas-centre-lead', 'a', 95, 'A+', '{"performance_base": 1000}', 'performance_pay 1200.00'), ('gas-centre-lead', 'b', 0, 'C-', '{"performance_base": 1000}', 'performance_pay 0.00'),
('gas-centre-staff', 'a', 95, 'A', '{"performance_base": 1000}', 'performance_pay 1100.00'), ('gas-centre-staff', 'b', 80, 'C', '{"performance_base": 1000}', 'performance_pay 800.00');
-- 0.3 % of 12345.67 is 37.03701; the bonus of the team, or nothing. No repeat customers, no commission.
insert into fixture.expected values
('after-sales', 'a', 100, '达标', '{"team_bonus": 300}', 'repeat_commission 37.04, team_bonus_paid 300.00', '{"team_bonus": 100}', '{"repeat_sales": 12345.67}'),
('after-sales', 'b', 0, '未达标', '{"team_bonus": 300}', 'team_bonus_paid 0.00', '{"team_bonus": 0}', '{}'),
-- What reviews of complaints found, in yuan: three causes and a reward, each by itself; and of nobody's.
('complaint-desk', 'a', 75, '不分级', '{}', 'penalty_overdue -120.00, penalty_attitude -999.99, penalty_skill -5000.01, complaint_reward 300.00', '{}',
    '{"tally:penalty_overdue": 120, "tally:penalty_attitude": 999.99, "tally:penalty_skill": 5000.01, "tally:complaint_reward": 300}'),
('complaint-desk', 'b', null, '不分级', '{}', 'penalty_overdue 0.00, penalty_attitude 0.00, penalty_skill 0.00, complaint_reward 0.00', '{}', '{}'),
-- 50 % of 4000; 35 % of it × 0.92, and not above 1; 15 % of it × 0.9. No target, and no daily sheet.
('field-sales', 'a', 89.4, '不分级', '{"base": 4000}', 'half_of_base 2000.00, plan_part 1288.00, daily_part 540.00', '{"daily_work": 90}', '{"target_completion": 0.92}'),
('field-sales', 'b', 0, '不分级', '{"base": 4000}', 'half_of_base 2000.00, plan_part 1400.00, daily_part 0.00', '{"daily_work": 0}', '{"target_completion": 1.5}'),
('field-sales', 'c', 0, '不分级', '{"base": 4000}', 'half_of_base 2000.00', '{}', '{}');

-- Another post is paid alike: 70 % of both.
insert into fixture.expected
select 'five-grade-' || p, 'd', 60, 'D', '{"wage": 5000, "bonus": 1000}', 'wage_by_grade 3500.00, bonus_by_grade 700.00, up_to_minimum_wage 0.00'
  from unnest('{administration,hr,network,tax}'::text[]) p;
-- Of 2000 for performance: the target of heads met, half and 90 or 100 % of the other half; at least half of it, and under half, by score; nothing sold, nothing.
insert into fixture.expected
select 'five-grade-business', v.agent, v.total, v.grade, '{"wage": 5000, "bonus": 1000, "performance_base": 2000}',
       format('wage_by_grade %s, bonus_by_grade %s, up_to_minimum_wage 0.00, performance_by_heads %s', v.wage, v.bonus, v.performance), jsonb_build_object('heads_completion', v.points)
  from (values ('a', 90, 'A', 100, '5000.00', '1000.00', '1900.00'), ('aa', 100, 'A', 100, '5000.00', '1000.00', '2000.00'), ('b', 85, 'B', 50, '5000.00', '500.00', '1700.00'),
               ('d', 60, 'D', 1, '3500.00', '700.00', '1200.00'), ('dd', 60, 'D', 0, '3500.00', '700.00', '0.00')) v(agent, total, grade, points, wage, bonus, performance);

insert into period.closing_scheme (month, revision, scheme, version, checksum) select month, 0, scheme, version, checksum from fixture.shipped join score.scheme using (scheme);
insert into period.result (month, revision, scheme, agent, scope, total, grade) select s.month, 0, e.scheme, e.agent, 'shop', e.total, e.grade from fixture.expected e join fixture.shipped s using (scheme);
insert into period.indicator (month, revision, scheme, agent, indicator, position, points, weight)
select s.month, 0, e.scheme, e.agent, p.key, 1, p.value::numeric, 1 from fixture.expected e join fixture.shipped s using (scheme) cross join jsonb_each_text(e.points) p;
insert into period.metric (month, revision, agent, metric, value)
select s.month, 0, e.agent, m.key, m.value::numeric from fixture.expected e join fixture.shipped s using (scheme) cross join jsonb_each_text(e.metrics) m;
insert into period.closing (month, revision, as_of, closed_by, overridden, accepted, rules, scheme, exclusions, input_hash, result_hash)
select month, 0, now(), 'x', '[]', '[]', '{}', scheme, '{}', '', '' from fixture.shipped;

select is((select string_agg(x.agent || ': ' || x.paid, e'\n' order by x.agent)
             from (select e.agent, coalesce(string_agg(i.item || ' ' || i.amount, ', ' order by i.place), '') as paid
                     from fixture.expected e
                     left join pay.items(period.month_name(s.month::date), 0, (select jsonb_agg(jsonb_build_object('agent', g.agent, 'input', n.key, 'amount', n.value))
                                                              from fixture.expected g cross join jsonb_each(g.inputs) n where g.scheme = s.scheme))
                               with ordinality as i(agent, scheme, item, amount, place) on i.agent = e.agent
                    where e.scheme = s.scheme group by e.agent) x),
          (select string_agg(e.agent || ': ' || e.paid, e'\n' order by e.agent) from fixture.expected e where e.scheme = s.scheme), s.scheme)
  from fixture.shipped s order by s.scheme;

select * from finish();
rollback;
