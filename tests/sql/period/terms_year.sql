-- What follows from a year's grades, at its end and at the middle of the next one; sums, parts of parts; what is wrong with a file.
begin;
\ir fixture.psql
set local merit.now = '2026-02-01T12:00:00Z';
select plan(25);

create function fixture.asked(term text, state text default 'open') returns text language sql stable as $$
    select coalesce(string_agg(concat_ws(' ', a.agent, a.action), ', ' order by a.agent, a.action), '')
      from merit.action a where a.term = $1 and a.state = $2
$$;
create function fixture.year(first date, months integer, totals jsonb) returns void language sql as $$
    select fixture.month(m::date, $3) from generate_series($1::timestamp, $1 + make_interval(months => $2 - 1), '1 month') m;
    select period.close(m::date, accept_warnings => true) from generate_series($1::timestamp, $1 + make_interval(months => $2 - 1), '1 month') m;
$$;
create function fixture.terms(first date, months integer) returns void language sql as $$
    select period.close_term(t.term) from period.terms() t where t.start >= $1 and t.until <= $1 + make_interval(months => $2) order by t.until, t.start desc
$$;

-- Grades without caps, and no lists by rank. Quarters of sums beside them: of every month with a total, and years of quarters.
select score.load((fixture.document() - 'shares') || '{"grades": [{"grade": "特优", "least": 95}, {"grade": "优秀", "least": 85}, {"grade": "中等", "least": 70},
                                                                  {"grade": "有待提高", "least": 50}, {"grade": "急需提高"}]}');
select score.load((fixture.document() - '{shares,year_end,rewards,streaks,improvement_plan,self_mark_gap}'::text[]) || '{"scheme": "sums", "ranking": {"scope": "team", "ties": "indicators_in_order"},
    "counts": {"year": [{"award": "praise", "when": "below_coaching", "least": 2}]},
    "terms": {"quarter": {"of": "month", "by": "sum", "counts": "scored", "least": 1}, "half_year": {"of": "quarter", "by": "mean", "counts": "ranked", "least": 2},
              "year": {"of": "half_year", "by": "sum", "counts": "ranked", "least": 1}}}');
select fixture.staff('new', joined => '2025-11-15', day => '2025-11-01'), fixture.staff('left', status => 'left', day => '2025-06-01');
select fixture.year('2025-01-01', 5, '{"s": 100, "a": 85, "m": 70, "p": 55, "q": 55, "r": 55, "u": 40, "v": 40, "left": 100}');
select fixture.year('2025-06-01', 6, '{"s": 100, "a": 85, "m": 70, "p": 55, "q": 55, "r": 55, "u": 40, "v": 40}');
select fixture.year('2025-12-01', 1, '{"s": 100, "a": 85, "m": 70, "p": 55, "q": 55, "r": 55, "u": 40, "v": 40, "new": 100}');
select fixture.terms('2025-01-01', 12);

select is((select string_agg(term, ' ' order by recorded_at) from period.term_closing), '2025-Q1 2025-Q2 2025-H1 2025-Q3 2025-Q4 2025-H2 2025', 'the parts first');
select is((select string_agg(concat_ws(' ', agent, total, grade, rank, parts, why), ', ' order by rank, agent) from merit.term_result where term = '2025' and scheme = 'shop-service'),
          's 100.00 特优 1 12, a 85.00 优秀 2 12, m 70.00 中等 3 12, p 55.00 有待提高 4 12, q 55.00 有待提高 4 12, r 55.00 有待提高 4 12, u 40.00 急需提高 7 12, v 40.00 急需提高 7 12, left 100.00 5 has left, new 100.00 1 1 periods count, 6 needed',
          'a year of twelve months; a leaver has the mean of five, and no rank; a joiner of November one month');
select is(fixture.asked('2025'), 'a promotion_review, p mid_year_review, q mid_year_review, r mid_year_review, s allowance_step_up, u mid_year_review, v mid_year_review',
          'what follows from each grade');
select is((select string_agg(distinct concat_ws(' ', action, to_char(due at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), because), ' | ') from merit.action where term = '2025' and agent in ('s', 'p')),
          'allowance_step_up 2026-02-15 12:00 grade "Outstanding" | mid_year_review 2026-07-15 00:00 grade "To be improved"', 'the review is due after the middle of the next year');

-- Sums: of three months 300 for s; of left in Q2 two months, scored though he had left before the quarter's end; a half-year is the mean of
-- ranked quarters, a year the sum of half-years: 600 for s. Sums are no points of 100, and 'below' looks at parts.
select is((select string_agg(concat_ws(' ', term, total, rank, parts), ' | ' order by length(term), term) from merit.term_result where agent = 's' and scheme = 'sums'),
          '2025 600.00 1 2 | 2025-H1 300.00 1 2 | 2025-H2 300.00 1 2 | 2025-Q1 300.00 1 3 | 2025-Q2 300.00 1 3 | 2025-Q3 300.00 1 3 | 2025-Q4 300.00 1 3', 'sums of months, means of quarters');
select is((select string_agg(concat_ws(' ', term, total, rank, parts, barred), ' | ' order by length(term), term) from merit.term_result where agent = 'left' and scheme = 'sums'),
          '2025 0 leaver | 2025-H1 300.00 1 leaver | 2025-Q1 300.00 1 3 | 2025-Q2 200.00 2 leaver', 'of the parts in which somebody was ranked, and he was in no half-year');
select is((select count(*) from merit.action where action = 'praise'), 0::bigint, 'no half-year is below');
select is_empty('select month::text, problem from period.verify() union all select line::text, problem from pay.verify_ledger()', 'all of it follows');

-- The middle of the next year: p the same, q better, r waived, u the same, v much better, w was not asked.
set local merit.now = '2026-08-01T12:00:00Z';
select period.action_set((select id from merit.action where agent = 'r' and action = 'mid_year_review'), 'waived', 'on leave');
select fixture.year('2026-01-01', 6, '{"s": 100, "p": 55, "q": 70, "r": 55, "u": 40, "v": 85, "w": 40}');
select fixture.terms('2026-01-01', 6);
select is(fixture.asked('2026-H1'), 'p allowance_step_down, q promotion_review, u contract_end, v year_end_review', 'what follows from both grades');
select is((select string_agg(concat_ws(' ', agent, because, to_char(due at time zone 'UTC', 'YYYY-MM-DD HH24:MI')), ' | ' order by agent) from merit.action where term = '2026-H1' and agent in ('p', 'v')),
          'p grade "To be improved" at year''s end, "To be improved" at mid-year 2026-08-15 12:00 | v grade "To be improved urgently" at year''s end, "Excellent" at mid-year 2027-01-15 00:00', 'and when');
select is(fixture.asked('2026-Q1') || fixture.asked('2026-Q2'), '', 'a quarter asks for nothing');

-- The year's grade of q was better: her review is waived by the year's revision, and what followed from it by the half-year's.
select fixture.month(m::date, '{"s": 100, "a": 85, "m": 70, "p": 55, "q": 100, "r": 55, "u": 40, "v": 40}') from generate_series('2025-06-01'::timestamp, '2025-11-01', '1 month') m;
select period.revise(m::date, 'late') from generate_series('2025-06-01'::timestamp, '2025-11-01', '1 month') m;
select is((select string_agg(term || ' ' || array_length(due, 1), ', ' order by last_day, first_day desc) from merit.term where due <> '{}'), '2025-Q2 1, 2025-H1 1, 2025-Q3 3, 2025-Q4 2, 2025-H2 5, 2025 6',
          'what is due after six revisions');
select is((select due::text from merit.term where term = '2026-H1'), '{}', 'the half-year is not, yet');
select is((select string_agg(b ->> 'code', ' ' order by b ->> 'code') from jsonb_array_elements(period.term_blockers('2025-H1', merit.now())) b), 'part_due', 'a part that is due comes first');
select period.revise_term(t, 'its months') from unnest(array['2025-Q2', '2025-H1', '2025-Q3', '2025-Q4', '2025-H2', '2025']) t;
select is((select due::text from merit.term where term = '2026-H1'), '{2025}', 'what it asks follows from the year before, too');
select period.revise_term('2026-H1', 'the year before') ->> 'done';
select is((select string_agg(concat_ws(' ', term, action, state), ', ' order by id) from merit.action where agent = 'q' and term is not null), '2025 mid_year_review waived, 2026-H1 promotion_review waived',
          'a better year asks for no review, and nothing follows from it');
select is_empty($$ select term from merit.term where due <> '{}' $$, 'nothing is due');
select is_empty('select month::text, problem from period.verify() union all select line::text, problem from pay.verify_ledger()', 'all of it follows still');

-- What is wrong with a file -------------------------------------------------------------------------
create function fixture.problems(more jsonb, less text[] default '{}') returns text language sql as $$
    select string_agg(c.path || ': ' || c.problem, e'\n' order by c.path, c.problem) from score.check((fixture.document() - $2) || $1) c
$$;
select is(fixture.problems(v.more, v.less), v.told, v.what)
  from (values
    ('a file of months', '{"period": "week", "terms": {"quarter": {"of": "quarter", "by": "median", "counts": "all", "least": 4}, "month": {}}, "shares": {}, "year_end": []}'::jsonb, '{}'::text[],
     e'$.period: must be one of month, quarter, half_year, year; is "week"\n$.terms.month: is unknown; known here: year, quarter, half_year\n'
     '$.terms.quarter.by: must be one of mean, sum; is "median"\n$.terms.quarter.counts: must be one of ranked, scored; is "all"\n'
     '$.terms.quarter.least: must be at most 3; is 4\n$.terms.quarter.of: must be one of month; is "quarter"'),
    ('parts that there are not', '{"terms": {"year": {"of": "half_year", "by": "mean", "counts": "scored", "least": 3}}, "shares": {"quarter": [{"award": "a", "of": "best", "share": 0.1}, {"award": "a", "of": "last", "places": 1}]},
       "counts": {"year": [{"award": "b", "indicator": "sale", "least": 2}, {"award": "c", "when": "first", "below": 3, "least": 2}]}}', '{rewards}',
     e'$.counts.year[0].below: is required: what the indicator''s value is less than\n$.counts.year[0].indicator: must be an indicator\n'
     '$.counts.year[1].below: goes with indicator\n$.counts.year[1].when: needs rewards\n$.shares.quarter: needs terms.quarter: what a quarter is made of\n'
     '$.shares.quarter[1].award: must be unique; a stands above already\n'
     '$.terms.year.least: must be at most 2: a year has no more half-years\n$.terms.year.of: must be a shorter period that the scheme has: month; is half_year\n'
     '$.year_end: needs terms.half_year: a mid-year review looks at the half-year'),
    ('counts that can never hold', '{"terms": {"quarter": {"of": "month", "by": "mean", "counts": "scored", "least": 1}, "half_year": {"of": "month", "by": "mean", "counts": "scored", "least": 1},
                                          "year": {"of": "quarter", "by": "mean", "counts": "scored", "least": 1}},
       "counts": {"quarter": [{"award": "a", "when": "first", "least": 3}, {"award": "b", "indicator": "target_completion", "below": 1, "least": 4}],
                  "year": [{"award": "c", "when": "last", "least": 2}, {"award": "d", "indicator": "target_completion", "below": 1, "least": 2},
                           {"award": "e", "when": "below_coaching", "least": 5}, {"award": "f", "when": "below_coaching", "least": 4}]}}', '{}',
     e'$.counts.quarter[1].least: must be at most 3: a quarter has no more months\n$.counts.year[0].when: must be below_pass_mark or below_coaching: last is said of months, not of quarters\n'
     '$.counts.year[1].indicator: must be absent: quarters are made of parts, and have no indicators\n$.counts.year[2].least: must be at most 4: a year has no more quarters'),
    ('parts of a period that is scored itself', '{"period": "quarter", "pass_mark": 60, "counts": {"quarter": [{"award": "a", "when": "below_pass_mark", "least": 1}], "year": [{"award": "b", "indicator": "sold", "below": 1, "least": 2}]},
       "terms": {"year": {"of": "quarter", "by": "mean", "counts": "scored", "least": 1}},
       "indicators": [{"indicator": "sold", "name": {"zh": "售", "en": "Sold"}, "weight": 100, "better": "higher", "on_null": "zero", "value": {"tally": "sold"}, "rule": "ratio", "parameters": {"times": 1, "cap": 100}}]}',
     '{year_end,shares,rewards,streaks,improvement_plan,self_mark_gap,evidence,pay}', '$.counts.quarter: must be absent: the scheme scores a quarter itself, of which there are no parts to count'),
    ('pass marks of periods made of parts', '{"grades": [{"grade": "A", "least": 50, "pass_marks": {"target_completion": 60}}, {"grade": "B"}]}', '{year_end,evidence,self_mark_gap}',
     '$.terms: must be absent: pass marks are points of indicators, and what is made of parts has none'),
    ('a day of the next month of a quarter''s marks', '{"period": "quarter",
       "indicators": [{"indicator": "sold", "name": {"zh": "售", "en": "Sold"}, "weight": 100, "better": "higher", "on_null": "zero", "due": 5, "value": {"marks": "m", "roles": {"lead": 1}, "points_of": "mean"},
                       "rule": "ratio", "parameters": {"times": 1, "cap": 100}}]}',
     '{terms,year_end,shares,rewards,streaks,improvement_plan,self_mark_gap,evidence,pay}', '$.indicators[0].due: must be absent: marks are listed as due of months, and the scheme scores a quarter'),
    ('a file of quarters', '{"period": "quarter", "terms": {"quarter": {"of": "month", "by": "mean", "counts": "ranked", "least": 2}, "year": {"of": "month", "by": "mean", "counts": "ranked", "least": 4}}}',
     '{year_end,shares,indicators,weights_add_to,streaks,improvement_plan,self_mark_gap,evidence,pay}',
     e'$.indicators: is required\n$.rewards: must be absent: they go with months, and the scheme scores a quarter\n'
     '$.terms.quarter: must be longer than a quarter, which the scheme scores itself\n$.terms.year.of: must be a shorter period that the scheme has: quarter; is month')) v(what, more, less, told);

select * from finish();
rollback;
