-- The published schemes of quarters and half-years, and people scored by hand: on edges, beyond them, with what is missing.
begin;
\ir ../score/fixture.psql
\set documents `for up in . .. ../.. ../../..; do ls $up/config/schemes/*.json && break; done 2>/dev/null | while read f; do echo "$comma"; cat $f; comma=,; done`
select plan(14);

create table fixture.shipped as
select d.document from jsonb_array_elements(('[' || :'documents' || ']')::jsonb) as d(document) where d.document ->> 'period' <> 'month';
create table fixture.expected (scheme text, term text, agent text, points numeric[], total numeric, why text);

-- Somebody with these marks (of 5) for a period.
create function fixture.marked(agent text, period text, marks jsonb, role text default 'lead') returns void language sql as $$
    select fixture.mark($1, $4, (m.value #>> '{}')::numeric, scale => 5, period => $2, indicator => m.key) from jsonb_each($3) m
$$;
create function fixture.post(agent text, role text, joined date default null, "left" date default null) returns void language sql as $$
    select fixture.staff($1, 'telecom', $2, joined => $3, "left" => $4)
$$;

-- The quarter is 2026-Q3: its months are July to September. What is counted in them is added, and satisfaction is the mean of them.
select fixture.post(a, r) from (values ('man', 'service-manager'), ('lead', 'reception-lead'), ('rep', 'representative-1'), ('rap', 'representative-1'),
    ('two', 'representative-2'), ('tow', 'representative-2'), ('sto', 'stock-assistant'), ('tec', 'technical-assistant'), ('sup', 'support-lead'),
    ('eng', 'after-sales-engineer')) v(a, r);
select fixture.post('new', 'after-sales-engineer', '2026-07-02'), fixture.post('old', 'after-sales-engineer', '2026-07-01'),
       fixture.post('gone', 'after-sales-engineer', null, '2026-09-30');

-- The manager: satisfied by 70, 80 and 90: 80 is 1 + 4 × 0.8 = 4.2 of 5; 4 of 5 by the general manager and 5 by the head office: 4.5;
-- 9 of 10 reports right: 1. (50 × 4.2 + 20 × 4.5 + 10 × 1) / 5 of the 80 in use: 62 / 80.
select fixture.agent('man', jsonb_build_object('csat', c, 'tally:report', n, 'tally:report_right', r), month => m)
  from (values ('2026-07-01'::date, 70, 5, 5), ('2026-08-01', 80, 0, 0), ('2026-09-01', 90, 5, 4)) v(m, c, n, r);
select fixture.marked('man', '2026-Q3', '{"staff_qualified": 4}', 'manager'), fixture.marked('man', '2026-Q3', '{"staff_qualified": 5}', 'hq');
insert into fixture.expected values ('telecom-manager', '2026-Q3', 'man', '{4.2, 4.5, null, null, 1}', 77.50);

-- The lead: all not at all satisfied: 1; 99 of 100 statistics: the edge of 4; marks of 5, 4, 3 and 0: 40 × 1/5 + 20 × 4/5 + 10 × 12/5.
select fixture.agent('lead', jsonb_build_object('csat:complaint', 0, 'tally:statistic', 50, 'tally:statistic_right', 50 - n), month => m)
  from (values ('2026-07-01'::date, 0), ('2026-08-01', 1)) v(m, n);
select fixture.marked('lead', '2026-Q3', '{"internal_satisfaction": 5, "staff_skills": 4, "service_quality": 3, "mbo": 0}');
insert into fixture.expected values ('telecom-reception-lead', '2026-Q3', 'lead', '{1, 4, 5, 4, 3, 0}', 48);

-- Representative 1: everything right, one complaint of a colleague, changes 2.5, 93 of 100 entries, 92 of 100 reports: 50 + 16 + 5 + 6 + 4.
-- Another: 91.9 %, six complaints (never fewer than 1), nothing else: (50 × 1 + 20 × 1) / 5 of 70.
select fixture.agent('rep', '{"tally:case": 7, "tally:case_right": 7, "tally:internal_complaint": 1, "tally:crm_entry": 100, "tally:crm_entry_right": 93,
                              "tally:report": 100, "tally:report_right": 92}', month => '2026-09-01');
select fixture.marked('rep', '2026-Q3', '{"changes": 2.5}');
select fixture.agent('rap', '{"tally:case": 500, "tally:case_right": 460, "tally:internal_complaint": 3}', month => '2026-07-01'),
       fixture.agent('rap', '{"tally:case": 500, "tally:case_right": 459, "tally:internal_complaint": 3}', month => '2026-08-01');
insert into fixture.expected values ('telecom-representative-1', '2026-Q3', 'rep', '{5, 4, 2.5, 3, 2}', 81),
                                    ('telecom-representative-1', '2026-Q3', 'rap', '{1, 1, null, null, null}', 20);

-- Representative 2: 12 new customers of the quarter's 10; the month's own target is another's. 40 + 30 + 15 + 15 × 0.2. Just under: 11 of 10 is 4.
select fixture.agent('two', '{"tally:case": 1, "tally:case_right": 1, "tally:new_customer": 6, "tally:report": 1, "tally:report_right": 1}', month => m)
  from unnest('{2026-07-01, 2026-08-01}'::date[]) m;
select fixture.agent('tow', '{"tally:new_customer": 11}', month => '2026-08-01');
insert into fact.target (hash, at, agent, period, metric, value)
select nextval('fixture.hash'), '2026-07-01Z', a, p, 'tally:new_customer', v
  from (values ('two', '2026-Q3', 10), ('two', '2026-07', 1000), ('tow', '2026-Q3', 10)) x(a, p, v);
select fixture.marked('two', '2026-Q3', '{"internal_satisfaction": 1}'), fixture.marked('two', '2026-Q2', '{"internal_satisfaction": 5}'),
       fixture.marked('two', '2026-08', '{"internal_satisfaction": 5}');
insert into fixture.expected values ('telecom-representative-2', '2026-Q3', 'two', '{5, 5, 5, 1}', 88),
                                    ('telecom-representative-2', '2026-Q3', 'tow', '{null, 4, null, null}', 80);

-- By marks alone: 40 × 5 + 20 × 4 + 10 × 3 + 20 × 2 + 10 × 1 of 500; 40 × 4 + 15 × 4 of 275; 50 × 3 of 250; 40 × 5 + 20 × 1 of 300.
select fixture.marked('sto', '2026-Q3', '{"stock_1": 5, "stock_2": 4, "stock_3": 3, "stock_4": 2, "stock_5": 1}'),
       fixture.marked('tec', '2026-Q3', '{"technical_1": 4, "technical_2": 4}'), fixture.marked('sup', '2026-Q3', '{"support_1": 3}'),
       fixture.marked('eng', '2026-Q3', '{"engineer_1": 5, "engineer_4": 1}');
insert into fixture.expected values ('telecom-stock-assistant', '2026-Q3', 'sto', '{5, 4, 3, 2, 1}', 72),
                                    ('telecom-technical-assistant', '2026-Q3', 'tec', '{4, 4, null, null, null}', 80),
                                    ('telecom-support-lead', '2026-Q3', 'sup', '{3, null, null, null}', 60),
                                    ('telecom-after-sales-engineer', '2026-Q3', 'eng', '{5, null, null, 1}', 73.33);
-- Who comes after the first day, or has left on the last, is scored and not ranked.
select fixture.marked(a, '2026-Q3', '{"engineer_1": 5}') from unnest('{new,old,gone}'::text[]) a;
insert into fixture.expected values ('telecom-after-sales-engineer', '2026-Q3', 'new', '{5, null, null, null}', 100, 'joined on 2026-07-02, after the period began'),
                                    ('telecom-after-sales-engineer', '2026-Q3', 'old', '{5, null, null, null}', 100, null),
                                    ('telecom-after-sales-engineer', '2026-Q3', 'gone', '{5, null, null, null}', 100, 'left on 2026-09-30');

-- Competence in the second half of the year: 20 of 20, 3 items of 5, 0 and 5 (10 of 15), and no attitude: (4 × 100 + 4 × 66.67) / 8.
select fixture.marked('eng', '2026-H2', '{"core_1": 5, "core_2": 5, "core_3": 5, "core_4": 5, "reference_1": 5, "reference_2": 0, "reference_4": 5}');
insert into fixture.expected values ('telecom-competence', '2026-H2', 'eng', '{100, 66.666666666667, null}', 83.33);

update ref.shop set language = 'en';
select is(string_agg(format('%s %s %s', d.document ->> 'scheme', c.path, c.problem), e'\n'), null, 'the files have no problems')
  from fixture.shipped d cross join lateral score.check(d.document) c;
select score.load(document) from fixture.shipped;
select is((select count(*) from score.in_force('2026-09-01') f), 0::bigint, 'no month is scored by them');

create table fixture.scored as
select f.scheme, t.term, g.*
  from (values ('2026-Q3', 'quarter'), ('2026-H2', 'half_year')) t(term, grain)
 cross join lateral score.in_force('2026-12-01', t.grain) f
 cross join lateral period.term_graded(t.term, f.scheme, f.version) g
 where g.total is not null;
create table fixture.judged as
select f.scheme, t.term, p.agent, array_agg(p.points order by p.position) as points
  from (values ('2026-Q3', 'quarter'), ('2026-H2', 'half_year')) t(term, grain)
 cross join lateral score.in_force('2026-12-01', t.grain) f
 cross join lateral period.term_points(t.term, f.scheme, f.version, false) p
 group by f.scheme, t.term, p.agent;

select set_eq('select document ->> ''scheme'' from fixture.shipped', 'select distinct scheme from fixture.expected', 'every shipped scheme of longer periods has its people');
select is(string_agg(concat_ws(' ', s.term, s.agent, j.points, s.total, s.parts, ref.said(s.why)), e'\n' order by s.agent),
          (select string_agg(concat_ws(' ', e.term, e.agent, e.points, round(e.total, 2), e.why), e'\n' order by e.agent) from fixture.expected e where e.scheme = s.scheme), s.scheme)
  from fixture.scored s left join fixture.judged j using (scheme, term, agent) group by s.scheme order by s.scheme;
select is(string_agg(s.agent || ':' || coalesce(s.rank::text, '-'), ' ' order by s.rank, s.agent), 'old:1 eng:2 gone:- new:-', 'joiners and leavers are not ranked')
  from fixture.scored s where s.scheme = 'telecom-after-sales-engineer' and s.term = '2026-Q3';

-- The year: the mean of its quarters, of which two are needed. Q4's only mark is a 4: (73.33 + 80) / 2.
select fixture.agent('man', '{}', month => '2026-10-01'), fixture.marked('eng', '2026-Q4', '{"engineer_1": 4}');
select is(array_agg(concat_ws(' ', agent, total, parts, coalesce(rank::text, ref.said(why))) order by agent),
          '{"eng 76.67 2 1","gone 100.00 1 left on 2026-09-30","new 100.00 1 1 periods count, 2 needed","old 100.00 1 1 periods count, 2 needed"}', 'the mean of quarters')
  from period.term_graded('2026', 'telecom-after-sales-engineer', 1);

select * from finish();
rollback;
