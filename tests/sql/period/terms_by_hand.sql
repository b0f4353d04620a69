-- Other people of the published schemes of quarters and half-years than those of terms_published.sql, worked out from the sheets before the files were
-- looked at: on an edge, just under it, nothing known, nothing right, above every cap, who joins in mid-quarter.
begin;
\ir ../score/fixture.psql
\set documents `for up in . .. ../.. ../../..; do ls $up/config/schemes/*.json && break; done 2>/dev/null | while read f; do echo "$comma"; cat $f; comma=,; done`
select plan(12);

create table fixture.shipped as
select d.document from jsonb_array_elements(('[' || :'documents' || ']')::jsonb) as d(document) where d.document ->> 'period' <> 'month';
create table fixture.expected (scheme text, term text, agent text, points numeric[], total numeric, barred text);
create function fixture.person(scheme text, role text, agent text, metrics jsonb, marks jsonb, points numeric[], total numeric, joined date default null, term text default '2026-Q2')
returns void language sql as $$
    select fixture.staff($3, 'telecom', $2, 'regular', joined => $8), fixture.agent($3, $4, month => '2026-05-01');
    select fixture.mark($3, m.role, m.mark, scale => 5, period => $9, indicator => m.indicator)
      from jsonb_each($5) k(raters, given) cross join lateral unnest(string_to_array(k.raters, ' ')) r(role)
     cross join lateral (select r.role, g.key, (g.value #>> '{}')::numeric from jsonb_each(k.given) g) m(role, indicator, mark);
    insert into fixture.expected values ($1, $9, $3, $6, $7, case when $8 is not null then 'joiner' end)
$$;

-- The manager: all satisfied: 5; 3 by the manager and by nobody else, 4 by the head office; 93 of 100 reports: the edge of 3. (250 + 30 + 40 + 30) / 5 of 80.
-- Nobody satisfied is 1, as is 919 of 1000 reports: 60 of 300. Just under 93 %, and just under all.
select fixture.person('telecom-manager', 'service-manager', v.agent, v.metrics, v.marks, v.points, v.total)
  from (values ('m edge', '{"csat": 100, "tally:report": 100, "tally:report_right": 93}'::jsonb, '{"manager": {"process": 3}, "hq": {"internal_satisfaction": 4}}'::jsonb, '{5, null, 3, 4, 3}'::numeric[], 87.50),
               ('m zero', '{"csat": 0, "tally:report": 1000, "tally:report_right": 919}', '{}', '{1, null, null, null, 1}', 20),
               ('m two', '{"tally:report": 10000, "tally:report_right": 9299}', '{}', '{null, null, null, null, 2}', 40), ('m four', '{"tally:report": 1000, "tally:report_right": 999}', '{}', '{null, null, null, null, 4}', 80),
               ('m self', '{}', '{"self": {"process": 5}}', '{null, null, null, null, null}', null)) v(agent, metrics, marks, points, total);
-- The reception lead: fairly satisfied is 4; every statistic right: 32 + 20 of 60. 989 of 1000 are 3. A mark of 0 is no point.
select fixture.person('telecom-reception-lead', 'reception-lead', v.agent, v.metrics, v.marks, v.points, v.total)
  from (values ('r fair', '{"csat:complaint": 75, "tally:statistic": 7, "tally:statistic_right": 7}'::jsonb, '{}'::jsonb, '{4, 5, null, null, null, null}'::numeric[], 86.67),
               ('r under', '{"tally:statistic": 1000, "tally:statistic_right": 989}', '{"lead": {"mbo": 5, "staff_skills": 0}}', '{null, 3, null, 0, null, 5}', 55),
               ('r best', '{"csat:complaint": 100, "tally:statistic": 1, "tally:statistic_right": 1}', '{"lead": {"mbo": 5, "staff_skills": 5, "service_quality": 5, "internal_satisfaction": 5}}', '{5, 5, 5, 5, 5, 5}', 100))
       v(agent, metrics, marks, points, total);
-- Representative 1: 99 of 100 cases, no complaint, 5, 92 of 100 entries, all reports: 40 + 20 + 10 + 4 + 10. Nothing known but no complaint: 100. Four complaints are 1, and so are five.
select fixture.person('telecom-representative-1', 'representative-1', v.agent, v.metrics, v.marks, v.points, v.total, v.joined)
  from (values ('q edge', '{"tally:case": 100, "tally:case_right": 99, "tally:crm_entry": 100, "tally:crm_entry_right": 92, "tally:report": 3, "tally:report_right": 3}'::jsonb, '{"lead": {"changes": 5}}'::jsonb,
                '{4, 5, 5, 2, 5}'::numeric[], 84, null::date),
               ('q null', '{}', '{}', '{null, 5, null, null, null}', 100, null), ('q four', '{"tally:internal_complaint": 4}', '{}', '{null, 1, null, null, null}', 20, null),
               ('q five', '{"tally:internal_complaint": 5}', '{}', '{null, 1, null, null, null}', 20, null), ('q new', '{"tally:case": 1, "tally:case_right": 1}', '{}', '{5, 5, null, null, null}', 100, '2026-05-15'))
       v(agent, metrics, marks, points, total, joined);
-- Representative 2, of a target of 10 new customers: 10 are all, 9 and 8 on edges, 7.99 under the last, 50 above every cap; 0 cases right of 5.
select fixture.person('telecom-representative-2', 'representative-2', v.agent, v.metrics, '{}', v.points, v.total)
  from (values ('n ten', '{"tally:new_customer": 10}'::jsonb, '{null, 4, null, null}'::numeric[], 80), ('n nine', '{"tally:new_customer": 9}', '{null, 3, null, null}', 60), ('n eight', '{"tally:new_customer": 8}', '{null, 2, null, null}', 40),
               ('n seven', '{"tally:new_customer": 7.99}', '{null, 1, null, null}', 20), ('n fifty', '{"tally:new_customer": 50}', '{null, 5, null, null}', 100),
               ('n zero', '{"tally:case": 5}', '{1, 1, null, null}', 20)) v(agent, metrics, points, total);
insert into fact.target (hash, at, agent, period, metric, value)
select nextval('fixture.hash'), '2026-04-01Z', agent, '2026-Q2', 'tally:new_customer', 10 from fixture.expected where scheme = 'telecom-representative-2';
-- By marks alone: 4.5 of 40 and 2 of 10, 200 of 250; of 15 and 25, and 10 and 10; three items of 20 (two of them 5) and one of 10; all, and by two leads.
select fixture.person(v.scheme, v.role, v.agent, '{}', v.marks, v.points, v.total)
  from (values ('telecom-stock-assistant', 'stock-assistant', 't stock', '{"lead": {"stock_1": 4.5, "stock_3": 2}}'::jsonb, '{4.5, null, 2, null, null}'::numeric[], 80),
               ('telecom-stock-assistant', 'stock-assistant', 't zero', '{"lead": {"stock_1": 0, "stock_2": 0, "stock_3": 0, "stock_4": 0, "stock_5": 0}}', '{0, 0, 0, 0, 0}', 0),
               ('telecom-stock-assistant', 'stock-assistant', 't self', '{"self peer": {"stock_1": 5}}', '{null, null, null, null, null}', null),
               ('telecom-technical-assistant', 'technical-assistant', 't tech', '{"lead": {"technical_2": 1, "technical_3": 5, "technical_4": 3, "technical_5": 3}}', '{null, 1, 5, 3, 3}', 66.67),
               ('telecom-technical-assistant', 'technical-assistant', 't best', '{"lead": {"technical_1": 5, "technical_2": 5, "technical_3": 5, "technical_4": 5, "technical_5": 5}}', '{5, 5, 5, 5, 5}', 100),
               ('telecom-technical-assistant', 'technical-assistant', 't one', '{"lead": {"technical_1": 1}}', '{1, null, null, null, null}', 20),
               ('telecom-support-lead', 'support-lead', 't lead', '{"lead": {"support_1": 2, "support_2": 5, "support_3": 5, "support_4": 1}}', '{2, 5, 5, 1}', 62),
               ('telecom-support-lead', 'support-lead', 't ten', '{"lead": {"support_4": 2.5}}', '{null, null, null, 2.5}', 50), ('telecom-support-lead', 'support-lead', 't none', '{"lead": {"support_1": 0}}', '{0, null, null, null}', 0),
               ('telecom-after-sales-engineer', 'after-sales-engineer', 't eng', '{"lead": {"engineer_1": 3, "engineer_2": 4, "engineer_3": 5, "engineer_4": 1}}', '{3, 4, 5, 1}', 64),
               ('telecom-after-sales-engineer', 'after-sales-engineer', 't all', '{"lead": {"engineer_1": 5, "engineer_2": 5, "engineer_3": 5, "engineer_4": 5}}', '{5, 5, 5, 5}', 100),
               ('telecom-after-sales-engineer', 'after-sales-engineer', 't two', '{"lead": {"engineer_2": 4}}', '{null, 4, null, null}', 80)) v(scheme, role, agent, marks, points, total);
-- Competence in the first half of the year: core 5, 4, 3, 2 by the lead, attitude 1 by lead and manager: 14 of 20 and 20 %, by two lists. 3 by the lead and 5 by the manager are 4. All at 0.
select fixture.person('telecom-competence', 'stock-assistant', v.agent, '{}', v.marks, v.points, v.total, term => '2026-H1')
  from (values ('c some', '{"lead": {"core_1": 5, "core_2": 4, "core_3": 3, "core_4": 2}, "lead manager": {"attitude_2": 1}}'::jsonb, '{70, null, 20}'::numeric[], 45),
               ('c two', '{"lead": {"reference_1": 3}, "manager": {"reference_1": 5}}', '{null, 80, null}', 80), ('c zero', '{"manager": {"core_1": 0, "reference_1": 0, "attitude_1": 0}}', '{0, 0, 0}', 0))
       v(agent, marks, points, total);

select count(*) from (select score.load(document) from fixture.shipped) f;
create table fixture.point as
select x.scheme, x.term, p.agent, array_agg(trim_scale(p.points) order by p.position) as points
  from (select distinct scheme, term from fixture.expected) x cross join lateral period.term_points(x.term, x.scheme, 1, false) p group by x.scheme, x.term, p.agent;
create table fixture.graded as
select x.scheme, x.term, g.* from (select distinct scheme, term from fixture.expected) x cross join lateral period.term_graded(x.term, x.scheme, 1) g;
select set_eq('select document ->> ''scheme'' from fixture.shipped', 'select distinct scheme from fixture.expected', 'every shipped scheme of longer periods has its people');
select is(string_agg(concat_ws(' ', e.agent, p.points, coalesce(g.total::text, 'no total'), g.barred), e'\n' order by e.agent),
          string_agg(concat_ws(' ', e.agent, e.points, coalesce(round(e.total, 2)::text, 'no total'), e.barred), e'\n' order by e.agent), e.scheme)
  from fixture.expected e left join fixture.graded g using (scheme, term, agent) left join fixture.point p using (scheme, term, agent)
 group by e.scheme order by e.scheme;

-- Who has nine of ten new customers, and nothing else, is short of a tenth of the target: 3 of 5 points would be 4.
select is((select concat_ws(' ', trim_scale(p.missing), trim_scale(p.brings)) from period.term_points('2026-Q2', 'telecom-representative-2', 1, false) p where p.agent = 'n nine' and p.indicator = 'new_customers'),
          '0.1 20', 'one of ten brings one of five points');
-- Ranks: whoever joined in mid-quarter has none.
select is((select string_agg(concat(agent, ' ', coalesce(rank::text, '-')), ', ' order by rank, agent) from fixture.graded where scheme = 'telecom-representative-1'),
          'q null 1, q edge 2, q four 3, q five 4, q new -', 'representatives by rank');

select * from finish();
rollback;
