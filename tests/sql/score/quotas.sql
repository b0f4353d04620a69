-- Grades by rank, by shares that depend on the lead, with pass marks, and of those who are not ranked; and, for random teams, what
-- must hold of any of them.
begin;
\ir fixture.psql
select plan(54);

-- Everybody's total is the points of the one indicator 'a'; 'b' breaks ties, and has pass marks.
create function fixture.scheme(grades jsonb, more jsonb default '{}', scheme text default 'quotas') returns jsonb language sql as $$
    select jsonb_build_object('scheme', $3, 'name', '{"zh": "x", "en": "x"}'::jsonb, 'period', 'month', 'grades', $1,
        'ranking', '{"scope": "shop", "ties": "indicators_in_order"}'::jsonb,
        'eligibility', '{"roles": ["agent"], "statuses": ["regular"], "min_days": 0, "min_received": 1}'::jsonb,
        'indicators', '[{"indicator": "a", "name": {"zh": "a", "en": "a"}, "weight": 100, "value": {"tally": "a"}, "better": "higher", "on_null": "leave_out",
                         "rule": "ratio", "parameters": {"times": 1, "cap": 100}},
                        {"indicator": "b", "name": {"zh": "b", "en": "b"}, "weight": 0.0001, "value": {"tally": "b"}, "better": "higher", "on_null": "leave_out",
                         "rule": "ratio", "parameters": {"times": 1, "cap": 100}}]'::jsonb) || $2
$$;
create function fixture.person(agent text, a numeric, team text default null, role text default null, status text default null, b numeric default 0)
returns void language sql as $$
    select fixture.agent($1, jsonb_build_object('tally:a', $2, 'tally:b', $6)), fixture.staff($1, $3, $4, $5)
$$;
create function fixture.grades(scheme text default 'quotas') returns text language sql stable as $$
    select string_agg(s.agent || ':' || coalesce(s.grade, '-'), ' ' order by s.agent) from merit.score as s where s.scheme = $1
$$;
create function fixture.why(agent text, scheme text default 'quotas') returns text language sql stable as $$
    select concat_ws(' | ', s.total, s.grade, s.reached, s.barred, s.why) from merit.score as s where s.agent = $1 and s.scheme = $2
$$;
create function fixture.empty() returns void language sql as $$
    delete from fixture.metric; delete from fact.agent_event; delete from rollup.agent_day; delete from rollup.agent_month;
$$;

-- How many seats: whole ones, and the rest by the largest remainders.
select is(score.seats('{0.2,0.3,0.5}', n), s::integer[], n || ' by 20, 30, 50 %')
  from (values (0, '{0,0,0}'), (1, '{0,0,1}'), (2, '{0,1,1}'), (4, '{1,1,2}'), (7, '{1,2,4}'), (9, '{2,3,4}'), (10, '{2,3,5}')) as v(n, s);
-- 0.2, 0.3, 0.5 of one: the half. 0.4, 0.6, 1: 0.6. 0.8, 1.2, 2: 0.8. 1.4, 2.1, 3.5: 0.5. 1.8, 2.7, 4.5: 0.8 and 0.7.
select is(score.seats('{0.5,0.5}', 3), '{2,1}', 'of equal remainders the better grade''s');
select is(score.seats('{0,0.7,0.2,0.1}', 5), '{0,4,1,0}', 'a share of 0 has none: 3.5 and 0.5 remain alike');

-- Caps by rank: one 甲 at most, and the best 40 % 甲 or 乙. Of five that is two.
select score.load(fixture.scheme('[{"grade": "甲", "least": 90, "cap": {"places": 1, "active": true}},
                                   {"grade": "乙", "least": 80, "cap": {"first_share": 0.4, "active": true}}, {"grade": "丙"}]'));
select fixture.person('p' || i, t, 'east') from (values (1, 95), (2, 92), (3, 91), (4, 85), (5, 70)) as v(i, t);
select is(fixture.grades(), 'p1:甲 p2:乙 p3:丙 p4:丙 p5:丙', 'one place, and two of the first');
select is(array[fixture.why('p2'), fixture.why('p3'), fixture.why('p4')],
          array['92.00 | 乙 | 甲 | 90 reached; the one place in a team of 5 is taken', '91.00 | 丙 | 甲 | 90 reached; the one place in a team of 5 is taken',
                '85.00 | 丙 | 乙 | only for the first 2 in a team of 5, with all who share a rank'], 'and why');
select fixture.empty();
select fixture.person('p' || i, t, 'east') from (values (1, 95), (2, 92), (3, 92), (4, 85), (5, 70)) as v(i, t);
select is(fixture.grades(), 'p1:甲 p2:丙 p3:丙 p4:丙 p5:丙', 'two who share rank 2 are one more than the first two: neither');
select fixture.empty();
select fixture.person('p' || i, t, 'east') from (values (1, 95), (2, 95), (3, 90), (4, 85), (5, 70)) as v(i, t);
select is(fixture.grades(), 'p1:乙 p2:乙 p3:丙 p4:丙 p5:丙', 'two who share rank 1 do not fit the one place, and both the first two');

-- Without thresholds: the first alone, whatever the total.
select score.load(fixture.scheme('[{"grade": "甲", "cap": {"first": 1, "active": true}}, {"grade": "乙"}]'), '2026-02-01');
select is(fixture.grades(), 'p1:乙 p2:乙 p3:乙 p4:乙 p5:乙', 'rank 1 is shared: nobody');
select fixture.empty();
select fixture.person('p1', 1), fixture.person('p2', 0.99), fixture.person('p3', 0);
select is(array[fixture.grades(), fixture.why('p2')], array['p1:甲 p2:乙 p3:乙', '0.99 | 乙 | 甲 | only for the first 1 in a team of 3, with all who share a rank'],
          'a grade by rank alone');

-- Pass marks: 甲 needs 50 points of b. Nothing known is nothing missed.
select score.load(fixture.scheme('[{"grade": "甲", "least": 90, "pass_marks": {"b": 50, "comment": "x"}}, {"grade": "乙", "least": 80}, {"grade": "丙"}]'), '2026-03-01');
select fixture.empty();
select fixture.person('p1', 95, b => 50), fixture.person('p2', 95, b => 49.99), fixture.person('p3', 85, b => 0);
select is(array[fixture.why('p1'), fixture.why('p2'), fixture.why('p3')],
          array['95.00 | 甲 | 甲', '95.00 | 乙 | 甲 | b has 49.99 points, 50 needed', '85.00 | 乙 | 乙'], 'pass marks');
select score.load(fixture.scheme('[{"grade": "甲", "least": 90, "pass_marks": {"b": 50}}, {"grade": "乙"}]',
    '{"agreed": [{"agents": ["p1"], "from": "2026-10", "until": "2026-10", "weights": {"a": 100.0001}, "by": "lin", "on": "2026-09-28"}]}', 'agreed'));
select fixture.empty();
select fixture.person('p1', 95, b => 0), fixture.person('p2', 95, b => 0);
select is(fixture.grades('agreed'), 'p1:甲 p2:乙', 'nor is one of what was agreed to weigh nothing');

-- Who misses one keeps nobody below from a grade: neither of a place that only the others can take, nor, falling further by a cap, of a
-- better one that is free. Of five 甲 and 乙 have a place each: p1 has 乙, p2 and p5 find none there, and p4 none of either.
select fixture.empty();
select fixture.person('p1', 95, b => 0), fixture.person('p2', 94, b => 60);
select is(array[fixture.why('p1'), fixture.why('p2')], array['95.00 | 乙 | 甲 | b has 0 points, 50 needed', '94.00 | 甲 | 甲'], 'a pass mark is missed by one agent, and not by those below');
select score.load(fixture.scheme('[{"grade": "甲", "least": 90, "pass_marks": {"b": 50}, "cap": {"places": 1, "active": true}},
                                   {"grade": "乙", "least": 80, "cap": {"places": 1, "active": true}}, {"grade": "丙"}]'), '2026-03-01');
select fixture.empty();
select fixture.person('p' || i, t, 'east', b => b) from (values (1, 95, 0), (2, 94, 0), (3, 93, 50), (4, 92, 50), (5, 85, 50)) as v(i, t, b);
select is(fixture.grades(), 'p1:乙 p2:丙 p3:甲 p4:丙 p5:丙', 'nor by those who find no place in the grade that is left to them');
select is(array[fixture.why('p2'), fixture.why('p4'), fixture.why('p5')],
          array['94.00 | 丙 | 甲 | b has 0 points, 50 needed', '92.00 | 丙 | 甲 | 90 reached; the one place in a team of 5 is taken',
                '85.00 | 丙 | 乙 | 80 reached; the one place in a team of 5 is taken'], 'and why');
select is(score.capped('{1,2,1}', '{1,1,3}', '{2,null}', '{}', '{0,0}'), '{1,2,1}', 'of those who share a rank each passes alone');
select is(score.capped('{1,2}', '{1,1}', '{0,1,null}', '{}', '{0,0,0}'), '{3,3}', 'and they share a grade that both may have: no place for one of them');

-- Who is not ranked: no grade; by thresholds; by the same caps, after those who are ranked.
select fixture.empty();
select fixture.person('p' || i, t, 'east') from (values (1, 95), (2, 85), (3, 70)) as v(i, t);
select fixture.person('q' || i, t, 'east', status => 'probation') from (values (1, 97), (2, 93), (3, 93), (4, 84), (5, 60)) as v(i, t);
select fixture.person('r', 99, 'west', status => 'probation');
create table fixture.graded as select '[{"grade": "甲", "least": 90, "cap": {"places": 2, "active": true}}, {"grade": "乙", "least": 80}, {"grade": "丙"}]'::jsonb as grades;
create function fixture.unranked(how text) returns jsonb language sql as $$
    select fixture.scheme(grades, jsonb_build_object('ranking', jsonb_build_object('scope', 'shop', 'ties', 'indicators_in_order') || case when $1 is null then '{}' else jsonb_build_object('unranked', $1) end))
      from fixture.graded
$$;
select score.load(fixture.unranked(null), '2026-04-01');
select is(fixture.grades(), 'p1:甲 p2:乙 p3:丙 q1:- q2:- q3:- q4:- q5:- r:-', 'none, where the file does not say');
select score.load(fixture.unranked('none'), '2026-05-01');
select is(fixture.grades(), 'p1:甲 p2:乙 p3:丙 q1:- q2:- q3:- q4:- q5:- r:-', 'none');
select score.load(fixture.unranked('thresholds'), '2026-06-01');
select is(fixture.grades(), 'p1:甲 p2:乙 p3:丙 q1:甲 q2:甲 q3:甲 q4:乙 q5:丙 r:甲', 'by thresholds alone');
select score.load(fixture.unranked('caps'), '2026-07-01');
-- Of the two places p1 has one, q1 the other. q2 and q3 tie and have none. q4 would be 乙, and p2, before it, is no worse.
select is(fixture.grades(), 'p1:甲 p2:乙 p3:丙 q1:甲 q2:乙 q3:乙 q4:乙 q5:丙 r:甲', 'by the same caps: what places are left');
select is(array[fixture.why('q1'), fixture.why('q2')], array['97.00 | 甲 | 甲 | status | status probation is not ranked', '93.00 | 乙 | 甲 | status | status probation is not ranked'],
          'what bars from a rank is why, and the grade reached stands beside it');
select fixture.person('p0', 98, 'east');
select is(fixture.grades(), 'p0:甲 p1:甲 p2:乙 p3:丙 q1:乙 q2:乙 q3:乙 q4:乙 q5:丙 r:甲', 'nobody takes a place from who is ranked');
update fixture.graded set grades = '[{"grade": "甲", "least": 90, "cap": {"first": 1, "active": true}}, {"grade": "乙", "least": 80, "cap": {"places": 2, "active": true}}, {"grade": "丙"}]';
select score.load(fixture.unranked('caps'), '2026-08-01');
-- p0 is the first; p1 and p2 have the places of 乙; nothing is left for the others. With no ranked colleague r has the first place.
select is(fixture.grades(), 'p0:甲 p1:乙 p2:乙 p3:丙 q1:丙 q2:丙 q3:丙 q4:丙 q5:丙 r:甲', 'nor by a cap of rank');

-- p2 and p3 share a rank, and do not both fit the place that is left. q has the same total, and would be ahead of them by b.
update fixture.graded set grades = '[{"grade": "甲", "least": 90, "cap": {"places": 2, "active": true}}, {"grade": "乙", "least": 80}, {"grade": "丙"}]';
select score.load(fixture.unranked('caps'), '2026-09-01');
select fixture.empty();
select fixture.person('p' || i, t, 'east') from (values (1, 95), (2, 93), (3, 93)) as v(i, t);
select fixture.person('q', 93, 'east', status => 'probation', b => 10);
select is(fixture.grades(), 'p1:甲 p2:乙 p3:乙 q:乙', 'nobody is graded better than who is ranked with the same total');

-- Shares by the lead's grade. lin leads east with A+, wu leads west with B; the records of north name lin, who is not of north; south
-- has no lead. Of four: 0.8, 1.2, 2 is 1, 1, 2; by B of three 0, 2.1, 0.9: 0, 2, 1; otherwise two halves.
select fixture.empty();
delete from score.stale;
create table fixture.shares as select '{"shares_by_lead": {"scheme": "leads", "shares": {"A+": {"A+": 0.2, "A": 0.3, "B": 0.5}, "B": {"A": 0.7, "B": 0.3, "comment": 1}}, "otherwise": {"A": 0.5, "B": 0.5}},
    "applies_to": [{"roles": ["agent"]}]}'::jsonb as shares;
select score.load(fixture.scheme('[{"grade": "A+", "least": 90}, {"grade": "B"}]', '{"applies_to": [{"roles": ["lead"]}], "eligibility": {"roles": ["lead"], "statuses": ["regular"], "min_days": 0, "min_received": 1}}', 'leads'));
select score.load(fixture.scheme('[{"grade": "A+"}, {"grade": "A"}, {"grade": "B"}, {"grade": "C"}]', shares, 'led')) from fixture.shares;
select fixture.person('lin', 95, 'east', 'lead'), fixture.person('wu', 89.99, 'west', 'lead');
select fixture.person('e' || i, t, 'east') from (values (1, 50), (2, 40), (3, 30), (4, 20)) as v(i, t);
select fixture.person('w' || i, t, 'west') from (values (1, 99), (2, 98), (3, 97)) as v(i, t);
select fixture.person('n' || i, t, 'north') from (values (1, 50), (2, 50), (3, 30), (4, 20)) as v(i, t);
select fixture.person('s' || i, t, 'south') from (values (1, 9), (2, 8)) as v(i, t);
insert into fact.agent_event (agent, hash, at, day, lead) values ('n4', nextval('fixture.hash'), '2026-01-02', '2026-01-02', 'lin');
select is(fixture.grades('leads'), 'lin:A+ wu:B', 'leads are graded by thresholds');
select is(fixture.grades('led'), 'e1:A+ e2:A e3:B e4:B n1:A n2:A n3:B n4:B s1:A s2:B w1:A w2:A w3:B', 'agents by rank, as many as the lead''s grade gives');
select is(array[fixture.why('e2', 'led'), fixture.why('n1', 'led'), fixture.why('w3', 'led'), fixture.why('s1', 'led')],
          array['40.00 | A | A+ | the lead has A+: only for the first 1 in a team of 4, with all who share a rank',
                '50.00 | A | A+ | the lead has A+: only for the first 1 in a team of 4, with all who share a rank',
                '97.00 | B | A+ | the lead has B: no place in a team of 3',
                '9.00 | A | A+ | no place in a team of 2'], 'and why');
-- mo, of north, has B: of two leads the better counts. An active cap holds whatever the shares say.
select fixture.person('mo', 10, 'north', 'lead');
select is(fixture.grades('led'), 'e1:A+ e2:A e3:B e4:B n1:A n2:A n3:B n4:B s1:A s2:B w1:A w2:A w3:B', 'of several leads the best grade counts');
-- A leads' scheme that applies to everybody, and grades those who are not ranked: w1 has 99, and is no lead of west for that. One whom a
-- staff record names is, whatever the role: w1 of south.
select score.load(fixture.scheme('[{"grade": "A+", "least": 90}, {"grade": "B"}]', '{"eligibility": {"roles": ["lead"], "statuses": ["regular"], "min_days": 0, "min_received": 1},
    "ranking": {"scope": "shop", "ties": "indicators_in_order", "unranked": "thresholds"}}', 'leads'), '2026-02-01');
insert into fact.agent_event (agent, hash, at, day, lead) values ('s2', nextval('fixture.hash'), '2026-01-02', '2026-01-02', 'w1');
select is((select grade from merit.score where agent = 'w1' and scheme = 'leads'), 'A+', 'staff whom the leads'' scheme grades');
select is(array[fixture.why('w3', 'led'), fixture.why('s1', 'led')],
          array['97.00 | B | A+ | the lead has B: no place in a team of 3', '9.00 | A | A+ | the lead has A+: no place in a team of 2'], 'lead nobody, but for whom records name');
select score.load(fixture.scheme('[{"grade": "A+", "cap": {"share": 0.2, "active": true}}, {"grade": "A"}, {"grade": "B"}, {"grade": "C"}]', shares, 'led'), '2026-02-01') from fixture.shares;
select is(fixture.grades('led'), 'e1:A e2:A e3:B e4:B n1:A n2:A n3:B n4:B s1:A s2:B w1:A w2:A w3:B', 'a cap of 20 % of four is nobody: the seat is of the next grade');

-- What is wrong, and what would be right.
create function fixture.problem(grades jsonb, more jsonb default '{}') returns text language sql stable as $$
    select string_agg(c.path || ': ' || c.problem, ' | ') from score.check(fixture.scheme($1, $2, 'led')) as c
$$;
select is(fixture.problem('[{"grade": "A", "cap": {"first": 1, "places": 1, "active": true}}, {"grade": "B", "cap": {"first": 1, "active": false}}, {"grade": "C", "least": 10, "cap": {"active": false}}, {"grade": "D"}]'),
    '$.grades[0].cap: needs exactly one of share, places, first, first_share; has 2 | $.grades[1].least: is required: only the last grade, or one with an active cap, takes every total | '
    '$.grades[2].cap: needs exactly one of share, places, first, first_share; has 0', 'caps');
select is(fixture.problem('[{"grade": "A", "least": 9, "cap": {"first": 1.5, "active": true}, "pass_marks": {"bb": 1, "a": 0}}, {"grade": "B", "pass_marks": {"a": 1}}]', '{"ranking": {"scope": "shop", "ties": "indicators_in_order", "unranked": "cap"}}'),
    '$.grades[0].cap.first: must be a whole number; is 1.5 | $.grades[0].pass_marks.a: must be more than 0; is 0 | $.grades[0].pass_marks.bb: must be an indicator; did you mean b? | '
    '$.grades[1].pass_marks: must be absent: there is no next grade | $.ranking.unranked: must be one of none, thresholds, caps; is "cap"', 'pass marks, and who is not ranked');
select is(fixture.problem('[{"grade": "A", "cap": {"first": 1, "active": true}}, {"grade": "B"}]', '{"ranking": {"scope": "shop", "ties": "indicators_in_order", "unranked": "thresholds"}}'),
    '$.ranking.unranked: must not be thresholds: A has no least', 'no thresholds, no grades by thresholds');
select is(fixture.problem('[{"grade": "A"}, {"grade": "B"}]', jsonb_set(shares, '{shares_by_lead}', '{"scheme": "leds", "shares": {"X": {"A": 0.5, "B": 0.4, "Z": 0.05}}, "otherwise": {"A": 2}}')
                                                            || '{"ranking": {"scope": "shop", "ties": "indicators_in_order", "unranked": "caps"}}'),
    '$.ranking.unranked: must not be caps: shares are those of ranked agents | $.shares_by_lead.otherwise: must add to 1; add to 2 | $.shares_by_lead.otherwise.A: must be at most 1; is 2 | '
    '$.shares_by_lead.scheme: must be another scheme that is loaded; is leds; did you mean leads? | $.shares_by_lead.shares.X: must add to 1; add to 0.95 | '
    '$.shares_by_lead.shares.X.Z: must be a grade of the list', 'shares')
  from fixture.shares;
select is(fixture.problem('[{"grade": "A"}, {"grade": "B"}]', jsonb_set(shares, '{shares_by_lead}', '{"scheme": "leads", "shares": {"A": {"A": 1}, "A+": {"B": 1}}, "otherwise": {"A": 1}}')),
    '$.shares_by_lead.shares: needs every grade of leads: B | $.shares_by_lead.shares.A: must be a grade of leads: A+, B', 'and the grades that they depend on') from fixture.shares;
select is(fixture.problem('[{"grade": "A+"}, {"grade": "A"}, {"grade": "B"}]', jsonb_set(shares, '{shares_by_lead,scheme}', '"led"')),
    '$.shares_by_lead.scheme: must be another scheme that is loaded; is led', 'a scheme is not its own') from fixture.shares;
select is(string_agg(c.path || ': ' || c.problem, ' | '), '$.shares_by_lead: must be absent: led takes its shares from this scheme', 'nor do two hang on each other')
  from fixture.shares cross join lateral score.check(fixture.scheme('[{"grade": "A+"}, {"grade": "A"}, {"grade": "B"}]', jsonb_set(shares, '{shares_by_lead,scheme}', '"quotas"') #- '{shares_by_lead,shares}'
       || '{"shares_by_lead": {"scheme": "quotas", "shares": {"甲": {"A": 1}, "乙": {"A": 1}, "丙": {"A": 1}}, "otherwise": {"A": 1}}}', 'leads')) as c;

-- Sixty random shops of up to 40 agents in three teams and none: totals with many ties, a third of them not ranked, and pass marks that
-- many miss.
create function fixture.shop(seed integer) returns table (agent text, team text, barred text, lead_grade text, total numeric, exam numeric) language sql as $$
    select 'p' || to_char(i, 'FM00'), t.team, case when r.n[2] < 80 then 'status' end, case when t.team in ('east', 'west') then (array['A+', 'B'])[1 + seed % 2] end, r.n[3] % (5 + seed % 40), r.n[4]
      from generate_series(1, 4 + seed % 37) i
     cross join lateral (select array(select get_byte(decode(md5(seed || ' ' || i), 'hex'), k) from generate_series(0, 3) k) as n) r
     cross join lateral (select (array['east', 'west', 'north', null])[1 + r.n[1] % 4] as team) t
$$;
create function fixture.judged(seed integer, scheme text, version integer, backwards boolean) returns table (agent text, team text, total numeric, grade text, rank integer, reached text) language plpgsql as $$
begin
    return query select g.agent, g.team, g.total, g.grade, g.rank, g.reached
      from score.grades(array(select row(s.agent, i.position, i.indicator, i.value, i.points, i.weight, 'higher', null, null, null, null, null, null, i.weight)::score.point from fixture.shop(seed) s
                               cross join lateral (values (1, 'a', s.total, s.total, 100), (2, 'b', null, s.exam, 0.0000001)) as i(position, indicator, value, points, weight)
                               order by md5(s.agent) collate "C", s.agent, i.position limit case when not backwards then 1000 end),
                        array(select row(s.agent, s.team, s.barred, null, s.lead_grade)::score.person from fixture.shop(seed) s
                               order by case when backwards then md5(s.agent || 'x') else s.agent end desc), $2, $3) g;
end $$;
create table fixture.sheet as
select v.*, l.version
  from (values ('marks', '[{"grade": "A+", "least": 20, "pass_marks": {"b": 100}, "cap": {"share": 0.3, "active": true}}, {"grade": "A", "least": 5, "pass_marks": {"b": 50}, "cap": {"first_share": 0.7, "active": true}}, {"grade": "B"}]'::jsonb,
                '{"ranking": {"scope": "team", "ties": "indicators_in_order", "unranked": "caps"}}'::jsonb),
               ('first', '[{"grade": "A+", "least": 30, "cap": {"first_share": 0.1, "active": true}}, {"grade": "A", "least": 10, "cap": {"share": 0.3, "active": true}}, {"grade": "B"}]', '{"ranking": {"scope": "team", "ties": "indicators_in_order", "unranked": "caps"}}'),
               ('places', '[{"grade": "A+", "cap": {"places": 1, "active": true}}, {"grade": "A", "least": 10, "cap": {"first": 3, "active": true}}, {"grade": "B"}]',
                '{"ranking": {"scope": "shop", "ties": "indicators_in_order", "unranked": "caps"}}'),
               ('shares', '[{"grade": "A+", "cap": {"places": 2, "active": true}}, {"grade": "A"}, {"grade": "B"}]',
                '{"shares_by_lead": {"scheme": "leads", "shares": {"A+": {"A+": 0.2, "A": 0.3, "B": 0.5}, "B": {"A": 0.4, "B": 0.6}}, "otherwise": {"A+": 0.05, "A": 0.25, "B": 0.7}}}')) as v(scheme, grades, more)
 cross join lateral score.load(fixture.scheme(v.grades, v.more, v.scheme)) as l(version);
create table fixture.judged as
select i.seed, s.scheme, g.*, coalesce(g.team, '') as of_team, p.exam, s.scheme = 'marks' and g.total >= 5 and p.exam < case when g.total >= 20 then 100 else 50 end as missed,
       array_position(array['A+', 'A', 'B'], g.grade) as place,
       case when i.seed % 2 = 0 then 'A+' else 'B' end as lead_grade, count(g.rank) over (partition by i.seed, s.scheme, g.team) as size
  from generate_series(1, 60) as i(seed) cross join fixture.sheet as s cross join lateral fixture.judged(i.seed, s.scheme, s.version, false) as g
  join lateral fixture.shop(i.seed) as p on p.agent = g.agent;
select is(count(*), (select 4 * sum(4 + i % 37) from generate_series(1, 60) as i), 'so many people') from fixture.judged;
select set_eq($$ select seed, scheme, agent, total, grade, rank, reached from fixture.judged $$,
    $$ select i.seed, s.scheme, g.agent, g.total, g.grade, g.rank, g.reached from generate_series(1, 60) as i(seed) cross join fixture.sheet as s cross join lateral fixture.judged(i.seed, s.scheme, s.version, true) as g $$,
    'the order of rows is nothing');
select is_empty($$ select * from (select seed, scheme, of_team, size, place, count(*) as n, sum(count(*)) over (partition by seed, scheme, of_team, size order by place) as up_to
                                    from fixture.judged where place is not null group by seed, scheme, of_team, size, place) as q
                    where scheme = 'first' and (place = 1 and up_to > floor(0.1 * size) or place = 2 and n > floor(0.3 * size))
                       or scheme = 'marks' and (place = 1 and n > floor(0.3 * size) or place = 2 and up_to > floor(0.7 * size))
                       or scheme = 'places' and (place = 1 and n > 1 or place = 2 and up_to > 3)
                       or scheme = 'shares' and place = 1 and n > 2 $$,
    'no cap is exceeded, whoever is ranked or not');
select is_empty($$ select * from fixture.judged as x join fixture.judged as y using (seed, scheme, of_team)
                    where x.rank is not null and y.rank is not null and not x.missed and not y.missed
                      and (x.total > y.total and x.place > y.place or x.total = y.total and x.place <> y.place) $$,
    'who is ahead is not graded worse, who ties not otherwise');
select is_empty($$ select * from fixture.judged as x join fixture.judged as y using (seed, scheme, of_team)
                    where scheme = 'marks' and x.rank <= y.rank and x.place > y.place and x.exam >= case y.place when 1 then 100 else 50 end $$,
    'nor who misses a pass mark, than in a grade of which all are passed');
select is_empty($$ select * from fixture.judged where scheme = 'marks' and exam < case place when 1 then 100 when 2 then 50 else 0 end $$, 'which nobody has without');
select isnt_empty($$ select * from fixture.judged as x join fixture.judged as y using (seed, scheme, of_team) where x.rank < y.rank and x.place > y.place $$, 'and those below have it');
select is_empty($$ select * from fixture.judged as x join fixture.judged as y using (seed, scheme, of_team)
                    where x.rank is not null and y.rank is null and x.total >= y.total and x.place > y.place and not x.missed $$, 'nor worse than somebody who is not ranked');
-- As many may have each grade or a better one as the shares make seats: counted here by hand, one after the other by what is left.
select is_empty($$ select * from (
    select j.seed, j.of_team, j.size, count(*) filter (where j.place = 1) as best, count(*) filter (where j.place <= 2) as good, max(w.seats[1]) as seats_1, max(w.seats[1] + w.seats[2]) as seats_2,
           count(*) filter (where j.rank is not null) as ranked, bool_or(t.ties > 1) as ties
      from (select x.*, rank() over (partition by seed, scheme, of_team order by total desc) as r from fixture.judged as x where rank is not null and scheme = 'shares') as j
     cross join lateral (select count(*) as ties from fixture.judged as y where (y.seed, y.scheme, y.of_team, y.rank) = (j.seed, j.scheme, j.of_team, j.rank)) as t
     cross join lateral (select case when j.of_team in ('east', 'west') then case j.lead_grade when 'A+' then array[0.2, 0.3, 0.5] else array[0, 0.4, 0.6] end else array[0.05, 0.25, 0.7] end as shares) as h
     cross join lateral (select score.seats(h.shares, j.size) as seats) as w
     group by j.seed, j.of_team, j.size) as q
     where best > seats_1 or good > seats_2 or ranked <> size or not ties and (best <> least(seats_1, 2) or good <> seats_2) $$,
    'shares are kept, and where nobody ties they are met');
select is_empty($$ select n, s from generate_series(0, 60) as n cross join (values ('{0.2,0.3,0.5}'::numeric[]), ('{0.1,0.3,0.6}'), ('{0,0.7,0.2,0.1}'), ('{0.333,0.333,0.334}')) as v(s)
                    where (select sum(x) from unnest(score.seats(s, n)) as x) <> n
                       or exists (select from unnest(s, score.seats(s, n)) as u(share, seats) where abs(u.seats - u.share * n) >= 1) $$,
    'seats add up, and each is within one of its share');

select * from finish();
rollback;
