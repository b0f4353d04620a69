-- Marks of quarters, half-years and years: who has to give them by when, who gives them on the page, and that the close warns of the same.
begin;
\ir fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
select plan(61);
set local merit.now = '';
select period.term_name('quarter', d) as quarter, period.term_name('quarter', (d + interval '3 months')::date) as next_quarter, period.term_name('half_year', d) as half,
       period.term_name('year', d) as year, to_char(d, 'YYYY-MM') as month, date_trunc('month', d)::date as first, (date_trunc('quarter', d))::date as begins,
       (date_trunc('quarter', d) + interval '3 months 14 days')::date as due, (date_trunc('year', d) + interval '1 year 14 days')::date as year_due
  from (select (now() at time zone 'UTC')::date as d) x \gset

-- an names zhao as lead, bo is led by qin of the same team; cui is on probation; sun, of another team, has a staff record and nothing else.
select fixture.staff('an', 'east', lead => 'zhao'), fixture.staff('bo', 'east'), fixture.staff('qin', 'east', role => 'lead', lead => 'zhao'),
            fixture.staff('zhao', 'north', role => 'lead'), fixture.staff('cui', 'east', status => 'probation'), fixture.staff('sun', 'west', role => 'planner'),
            fixture.staff('new', 'east', joined => :'begins'::date + 1);
create function fixture.of_marks(name text, grain text, more jsonb default '{}') returns jsonb language sql stable as $$
    select jsonb_build_object('scheme', name, 'name', '{"zh": "季", "en": "Quarterly"}'::jsonb, 'period', grain, 'currency', 'CNY',
        'indicators', '[{"indicator": "skill", "name": {"zh": "技能", "en": "Skill"}, "weight": 60, "better": "higher", "on_null": "leave_out",
                         "value": {"marks": "skill", "roles": {"self": 1, "lead": 1}, "points_of": "mean"}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}},
                        {"indicator": "care", "name": {"zh": "细心", "en": "Care"}, "weight": 40, "better": "higher", "on_null": "leave_out",
                         "value": {"marks": "care", "roles": {"manager": 1}, "points_of": "mean", "marks_needed": 2}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}]'::jsonb,
        'grades', '[{"grade": "all"}]'::jsonb, 'ranking', '{"scope": "shop", "ties": "indicators_in_order"}'::jsonb,
        'eligibility', '{"roles": ["agent"], "statuses": ["regular"], "min_days": 0, "min_received": 1}'::jsonb) || more
$$;
select score.load(fixture.of_marks('quarterly', 'quarter'), '2025-01-01');
select score.load(fixture.of_marks('planners', 'year', '{"applies_to": [{"roles": ["planner"]}], "eligibility": {"roles": ["planner"], "statuses": ["regular"], "min_days": 0, "min_received": 1}}'), '2025-01-01');
select fixture.month(m, '{"an": 100, "bo": 85, "cui": 70, "new": 70}') from generate_series(:'begins'::date, :'first', '1 month') x(t) cross join lateral (select t::date as m) y;
select fixture.mark('bo', 'self', 80, :'month');

create table fixture.due_day as select :'quarter' as period, :'due'::date as due union all select :'year', :'year_due';
create function fixture.wanted(of_period text) returns date language sql stable as $$ select w.due from fixture.due_day w where w.period = $1 $$;
create function fixture.due(of_period text, for_agent text default null) returns text language sql stable as $$
    select string_agg(concat_ws(' ', case when for_agent is null then d.agent end, d.mark, d.role, d.raters::text, case when d.due = fixture.wanted(of_period) then 'in time' else d.due::text end, d.given || '/' || d.needed,
                                case when d.marked then 'marked' when d.overdue then 'overdue' else 'missing' end), ', ' order by d.agent, d.mark, d.role)
      from merit.marks_due d where d.period = of_period and d.scheme <> 'shop-service' and d.agent = coalesce(for_agent, d.agent)
$$;

-- A quarter that runs asks already; its marks are due in the month after it. Who is on probation or came later is not ranked.
select is(fixture.due(:'quarter', v.agent), v.due, v.agent)
  from (values ('an', 'care manager {} in time 0/2 missing, skill lead {zhao} in time 0/1 missing, skill self {an} in time 0/1 missing'),
               ('bo', 'care manager {} in time 0/2 missing, skill lead {qin} in time 0/1 missing, skill self {bo} in time 0/1 missing'),
               ('cui', null), ('new', null), ('qin', null)) as v(agent, due);
select is(fixture.due(:'year'), 'sun care manager {} in time 0/2 missing, sun skill lead {} in time 0/1 missing, sun skill self {sun} in time 0/1 missing',
          'of whom there is a staff record and nothing else, the scheme that applies to them asks');
select is((select string_agg(distinct coalesce(month::text, '-') || ' ' || period, ', ') from merit.marks_due where scheme <> 'shop-service'), format('- %s, - %s', :'year', :'quarter'), 'such a row has no month');
select is(fixture.due(:'month'), null, 'and no month asks');

-- The logins.
create role an_login; create role bo_login; create role qin_login; create role zhao_login; create role close_login; create role sun_login;
grant merit_agent to an_login, bo_login, sun_login;
grant merit_lead to qin_login, zhao_login;
grant meritd_close to close_login;
insert into ref.login values ('an_login', 'an'), ('bo_login', 'bo'), ('qin_login', 'qin'), ('zhao_login', 'zhao'), ('sun_login', 'sun');
create function fixture.as_login(login text, query text) returns text language plpgsql as $$
declare answer text; state text; message text;
begin
    execute format('set local role %I', login);
    execute query into answer;
    execute 'reset role';
    return answer;
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text;
    execute 'reset role';
    return state || ' ' || message;
end $$;
create function fixture.give(login text, n integer, term text, agent text, mark text, role text, score numeric) returns text language sql as $$
    select fixture.as_login(login, format('select period.mark_give_term(%L, %L, %L, %L, %L, %s)', lpad(n::text, 32, '0')::uuid, term, agent, mark, role, score))
$$;
create function fixture.entries(login text) returns text language sql as $$
    select fixture.as_login(login, $q$ select coalesce(string_agg(concat_ws(' ', m ->> 'period', m ->> 'agent', m ->> 'label', m ->> 'role', m ->> 'score'), ', '
               order by m ->> 'period', m ->> 'agent' collate "C", m ->> 'mark', m ->> 'role'), '')
             from jsonb_array_elements(web.entries() -> 'marks') m where m ->> 'period' <> to_char(now() at time zone 'UTC', 'YYYY-MM') $q$)
$$;
select is(fixture.entries(v.login), v.wanted, v.login || ' has to mark')
  from (values ('an_login', format('%s an Skill self', :'quarter')), ('bo_login', format('%s bo Skill self', :'quarter')), ('sun_login', format('%s sun Skill self', :'year')),
               ('qin_login', format('%s bo Skill lead', :'quarter')), ('zhao_login', format('%1$s an Skill lead, %1$s bo Care manager', :'quarter')),
               ('close_login', format('%1$s sun Care manager, %1$s sun Skill lead, %2$s an Care manager', :'year', :'quarter'))) as v(login, wanted);
select is((select string_agg(concat_ws(' ', r ->> 'period', r ->> 'agent', r ->> 'mark', r ->> 'role'), ', ' order by r ->> 'agent', r ->> 'mark')
             from jsonb_array_elements(fixture.as_login('qin_login', $$ select web.lists('marks_due', most => 500) $$)::jsonb -> 'rows') r
            where r ->> 'period' = :'quarter' and r ->> 'role' = 'lead'), format('%1$s an skill lead, %1$s bo skill lead', :'quarter'), 'the list of what is due has them, of those whom one sees');

-- A mark is an event of its period.
select is(fixture.give('qin_login', 1, :'quarter', 'bo', 'skill', 'lead', 90), '', 'the lead marks');
select is((select concat_ws(' ', m.agent, m.indicator, m.period, m.rater, m.role, m.score) from fact.mark m where m.period = :'quarter'), format('bo skill %s qin lead 90', :'quarter'), 'a fact');
select is((select e.event #>> '{data,period}' from merit.entered_event e), :'quarter', 'and an event');
select is(fixture.give('qin_login', 1, :'quarter', 'bo', 'skill', 'lead', 90), '', 'the same once more');
select alike(fixture.give('qin_login', 1, :'quarter', 'bo', 'skill', 'lead', 91), '22023%', 'another with the same id is refused');
select is(fixture.give('qin_login', 2, :'quarter', 'bo', 'skill', 'lead', 70), '', 'a correction');
select is((select m.points from fact.last_mark m where m.period = :'quarter'), 70::numeric, 'counts');
select is(fixture.entries('qin_login'), format('%s bo Skill lead 70', :'quarter'), 'and the page shows it');
select is(fixture.give('zhao_login', n, :'quarter', 'bo', 'care', 'manager', n), '', 'a sample: each mark counts') from unnest('{60,80}'::integer[]) n;
select is((select total from merit.own_term_score where term = :'quarter' and agent = 'bo' and scheme = 'quarterly'), 70.00, 'bo: (60 × 70 + 40 × (60 + 80) / 2) / 100');
select is(fixture.due(:'quarter', 'bo'), 'care manager {} in time 2/2 marked, skill lead {qin} in time 1/1 marked, skill self {bo} in time 0/1 missing', 'what is marked');

-- Who may not.
select is(left(fixture.give(v.login, 10, v.term, v.agent, v.mark, v.role, 80), 5), v.state, format('%s gives %s no %s as %s for %s', v.login, v.agent, v.mark, v.role, v.term))
  from (values ('an_login', :'quarter', 'an', 'skill', 'lead', '42501'), ('an_login', :'quarter', 'bo', 'skill', 'self', '42501'), ('qin_login', :'quarter', 'an', 'skill', 'lead', '42501'),
               ('qin_login', :'quarter', 'bo', 'execution', 'lead', '42501'), ('zhao_login', :'next_quarter', 'an', 'skill', 'lead', '42501'), ('zhao_login', :'half', 'an', 'skill', 'lead', '42501'),
               ('zhao_login', :'month', 'an', 'skill', 'lead', '22023'), ('zhao_login', '2026-Q5', 'an', 'skill', 'lead', '22023'),
               ('sun_login', :'quarter', 'sun', 'skill', 'self', '42501')) as v(login, term, agent, mark, role, state);

-- After the quarter: overdue after its day; the close warns of what is missing; of a closed one nothing is marked any more.
select set_config('merit.now', :'due'::date + 1 || 'T00:00:00Z', true);
select is(fixture.due(:'quarter', 'an'), 'care manager {} in time 0/2 overdue, skill lead {zhao} in time 0/1 overdue, skill self {an} in time 0/1 overdue', 'late');
select fixture.month(m::date, '{"an": 100, "bo": 85, "cui": 70, "new": 70}') from generate_series(:'begins'::date, :'begins'::date + interval '2 months', '1 month') m where m > :'first';
select fixture.close(m::date) from generate_series(:'begins'::date, :'begins'::date + interval '2 months', '1 month') m;
select is((select string_agg(concat_ws(' ', replace(w ->> 'message', e'\t', ' '), w ->> 'agents'), ', ' order by w ->> 'message' collate "C") from jsonb_array_elements(period.term_warnings(:'quarter')) w),
          'warning.marks_due role.lead skill ["an"], warning.marks_due role.manager care ["an"], warning.marks_due role.self skill ["an", "bo"]', 'the close warns');
-- A figure weighs nothing for anybody, so its target is needed whatever weights are agreed.
select score.load(fixture.of_marks('figures', 'quarter', jsonb_build_object('agreed', jsonb_build_array(jsonb_build_object('agents', '["bo"]'::jsonb, 'by', 'lea', 'on', '2025-01-01',
                      'from', to_char(:'begins'::date, 'YYYY-MM'), 'until', to_char(:'begins'::date + interval '2 months', 'YYYY-MM'), 'weights', '{"skill": 100}'::jsonb)),
    'indicators', '[{"indicator": "plan", "name": {"zh": "计划", "en": "Plan"}, "weight": 0, "better": "higher", "on_null": "leave_out", "value": {"target": "sales"},
                     "rule": "figure", "parameters": {}},
                    {"indicator": "goal", "name": {"zh": "目标", "en": "Goal"}, "weight": 40, "better": "higher", "on_null": "leave_out", "value": {"target": "tally:visits"},
                     "rule": "bands", "parameters": {"at_least": [{"value": 1, "points": 100}], "otherwise": 0}},
                    {"indicator": "skill", "name": {"zh": "技能", "en": "Skill"}, "weight": 60, "better": "higher", "on_null": "leave_out",
                     "value": {"marks": "skill", "roles": {"self": 1}, "points_of": "mean"}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}]'::jsonb)), '2025-01-01');
select is((select string_agg(concat_ws(' ', replace(w ->> 'message', e'\t', ' '), w ->> 'agents'), ', ' order by w ->> 'message') from jsonb_array_elements(period.term_warnings(:'quarter')) w
            where w ->> 'code' = 'targets_missing'), 'warning.target_missing sales ["an", "bo"], warning.target_missing tally:visits ["an"]', 'of bo the target of what weighs nothing for bo alone is not missed');
-- The lead sets what is missing, on the page too: by an event, once; who may is as with months.
create function fixture.plan(login text, n integer, term text, agent text, metric text, value numeric) returns text language sql as $$
    select fixture.as_login(login, format('select period.target_set_term(%L, %L, %L, %L, %s)', lpad(n::text, 32, 'a')::uuid, term, agent, metric, value))
$$;
select set_config('merit.now', '', true);
select is(fixture.as_login('qin_login', $$ select (web.entries() -> 'terms')::text $$), format('["%s"]', :'quarter'), 'the page offers the quarter');
select is(fixture.as_login('qin_login', $$ select string_agg(m ->> 'metric', ' ') from jsonb_array_elements(web.entries() -> 'metrics') m where m ->> 'metric' like 'tally:%' $$), 'tally:visits', 'and what is compared with a target in it');
select is(fixture.as_login('bo_login', $$ select (web.entries() -> 'terms')::text $$), '[]', 'nothing to who sets no targets');
select is(fixture.plan('qin_login', 1, :'quarter', 'bo', 'sales', v.value), '', 'twice is once') from (values (300), (300)) v(value);
select alike(fixture.plan('qin_login', 1, :'quarter', 'bo', 'sales', 301), '22023 %', 'nothing else with its id');
select is(fixture.plan('qin_login', 2, :'quarter', 'bo', 'sales', 310), '', 'the last one counts');
select is((select string_agg(concat_ws(' ', period, agent, metric, value), ', ') from fact.last_target where period = :'quarter'), format('%s bo sales 310', :'quarter'), 'of the quarter');
select is(fixture.as_login('qin_login', $$ select string_agg(concat_ws(' ', r ->> 'period', r ->> 'agent', r ->> 'target'), ', ') from jsonb_array_elements(web.lists('targets') -> 'rows') r $$), format('%s bo 310', :'quarter'), 'and listed');
select alike(fixture.plan(v.login, 3, v.term, v.agent, v.metric, 1), v.refusal, concat_ws(' ', v.login, v.term, v.agent, v.metric))
  from (values ('qin_login', :'quarter', 'qin', 'sales', '42501 %'), ('qin_login', :'quarter', 'sun', 'sales', '42501 %'), ('an_login', :'quarter', 'bo', 'sales', '42501 %'),
               ('qin_login', '2026-Q5', 'bo', 'sales', '22023 %'), ('qin_login', '2026-01', 'bo', 'sales', '22023 %'), ('qin_login', '2019-Q1', 'bo', 'sales', '22023 %'),
               ('qin_login', '2190', 'bo', 'sales', '22023 %'), ('qin_login', :'quarter', 'bo', 'sale', '22023 %')) as v(login, term, agent, metric, refusal);
select set_config('merit.now', :'due'::date + 1 || 'T00:00:00Z', true);
select period.close_term(:'quarter', accept_warnings => true);
select is(fixture.due(:'quarter'), null, 'a closed quarter asks for nothing');
select set_config('merit.now', '', true);
select alike(fixture.give('qin_login', 20, :'quarter', 'bo', 'skill', 'lead', 100), '55000 ' || :'quarter' || ' is closed%', 'and takes no mark');
select alike(fixture.plan('qin_login', 20, :'quarter', 'bo', 'sales', 1), '55000 ' || :'quarter' || ' is closed%', 'nor a target');
select is(fixture.as_login('qin_login', $$ select (web.entries() -> 'terms')::text $$), '[]', 'nor does the page offer one');
select is(fixture.entries('qin_login'), '', 'nor does the page ask for one');

select * from finish();
rollback;
