-- The worked example of scheme A, what is left out, and how totals are rounded.
begin;
\ir fixture.psql
select plan(18);

select score.load(fixture.document());
select fixture.agent('mei', '{"target_completion": 0.92, "inquiry_conversion": 0.47, "order_success": 0.96, "unit_price": 205,
                              "reply_rate": 0.985, "response_seconds": 33, "assisted": 14000}');
select fixture.mark('mei', 'self', 80);
select fixture.mark('mei', 'lead', 80);

-- Points and weights as the published sheet has them; the contribution is their product / 100.
create table fixture.expected (place serial, indicator text, points numeric, weight numeric);
insert into fixture.expected (indicator, points, weight) values
('target_completion', 85, 30), ('inquiry_conversion', 80, 30), ('order_success', 100, 10), ('unit_price', 80, 5),
('reply_rate', 100, 5), ('response_seconds', 80, 5), ('assisted', 60, 5), ('mark:execution', 80, 10);

select is(total, 83.50, 'the worked example scores 83.50') from merit.score where agent = 'mei';
select is(total::text, '83.50', 'a total shows two decimals') from merit.score where agent = 'mei';
select is(total, (select round(sum(points * weight) / 100, 2) from fixture.expected), 'which is the sum of its parts')
from merit.score where agent = 'mei';
select is(grade, '中等', 'the worked example is graded 中等') from merit.score where agent = 'mei';
select results_eq(
    $$ select month, scope, agent, scheme, rank from merit.score $$,
    $$ values ('2026-10-01'::date, 'shop', 'mei' collate "C", 'shop-service' collate "C", 1) $$,
    'one row, ranked in the shop');
select results_eq(
    $$ select indicator, points, weight, contribution from merit.score_indicator where agent = 'mei' $$,
    $$ select indicator collate "C", points, weight, points * weight / 100 from fixture.expected order by place $$,
    'each indicator, in the scheme''s order');
select is((select value from merit.score_indicator where indicator = 'mark:execution'), 80::numeric, 'the mark''s value is shown');
select is((select value from merit.score_indicator where indicator = 'reply_rate'), 0.985, 'the raw value is shown');

-- Left out and re-weighted.
select fixture.agent('lan', '{"target_completion": null, "inquiry_conversion": 0.45, "reply_rate": 0.91}');
select is(total, round((80 * 30 + 0 * 5) / 35.0, 2), 'NULL and missing values are left out, the others re-weighted')
from merit.score where agent = 'lan';
select results_eq(
    $$ select indicator, value, points, weight, trim_scale(round(contribution, 10)) from merit.score_indicator
       where agent = 'lan' and indicator in ('target_completion', 'inquiry_conversion', 'assisted') $$,
    $$ values ('target_completion' collate "C", null, null, 30::numeric, null),
              ('inquiry_conversion', 0.45, 80::numeric, 30, trim_scale(round(80 * 30 / 35.0, 10))),
              ('assisted', null, null, 5, null) $$,
    'an indicator left out keeps its row and its weight');
select is(round(sum(contribution), 2), max(s.total), 'contributions add to the total')
from merit.score_indicator as i join merit.score as s using (month, agent, scheme) where agent = 'lan';

-- Nothing at all, and nobody.
select fixture.agent('wei');
select fixture.agent('(silent)', '{"target_completion": 1}');
select fixture.agent('(unassigned)', '{"reply_rate": 1}');
select results_eq(
    $$ select total, grade, rank from merit.score where agent = 'wei' $$,
    $$ values (null::numeric, null::text, null::integer) $$,
    'an agent without any value has a row, no total, no rank');
select is_empty($$ select from merit.score where agent like '(%' $$, 'nobody''s names have no score');
select is_empty($$ select from merit.score_indicator where agent like '(%' $$, 'nor indicators');
select is(fixture.ranking(), 'mei:1 lan:2 wei:-', 'and take no rank');

-- The other two policies.
select score.load(jsonb_set(jsonb_set(fixture.document(), '{indicators,0,on_null}', '"zero"'), '{indicators,6,on_null}', '"full"'),
                  '2026-11-01');
select fixture.agent('lan', '{"inquiry_conversion": 0.45}', month => '2026-11-01');
select is(total, round((0 * 30 + 80 * 30 + 100 * 5) / 65.0, 2), 'on_null zero gives 0 points, full gives 100')
from merit.score where agent = 'lan' and month = '2026-11-01';

-- Rounding: once, half away from zero.
select is(score.rounded_quotient(2001, 400), 5.00, '5.0025 rounds to 5.00');
select is(array[score.rounded_quotient(1001, 200), score.rounded_quotient(-1001, 200), score.rounded_quotient(0, 7)],
          array[5.01, -5.01, 0], 'exact halves go away from zero');

select * from finish();
rollback;
