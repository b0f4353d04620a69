-- Who has to mark whom by when: raters by the staff records, due days, samples, what is marked, and who sees it. The close warns of the same.
begin;
\ir fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
select plan(37);

-- an's record names zhao of the north; bo has none of the east's lead named, and eve names herself; cui's lead has left; dov has no record.
do $$ begin
    perform fixture.staff('an', 'east', lead => 'zhao'), fixture.staff('bo', 'east'), fixture.staff('eve', 'east', lead => 'eve'),
            fixture.staff('cui', 'west', lead => 'gone'), fixture.staff('gone', 'west', role => 'lead'), fixture.staff('gone', status => 'left', day => '2026-05-31'),
            fixture.staff('zhao', 'north', role => 'lead'), fixture.staff('qin', 'east', role => 'lead'), fixture.staff('pia', 'east', status => 'probation');
end $$;
select score.load((fixture.document() - 'weights_add_to') || jsonb_build_object('indicators', jsonb_build_array(
    fixture.document() #> '{indicators,0}', fixture.document() #> '{indicators,7}',
    '{"indicator": "sample", "name": {"zh": "x", "en": "x"}, "weight": 10, "better": "higher", "on_null": "leave_out", "due": 20,
      "value": {"marks": "chats", "roles": {"peer": 1, "manager": 1}, "points_of": "mean", "marks_needed": 2},
      "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}'::jsonb)), '2026-01-01');
select fixture.month(m, '{"an": 100, "bo": 85, "cui": 70, "dov": 55, "eve": 40, "pia": 25, "qin": 25, "zhao": 10}')
  from unnest('{2026-03-01,2026-04-01,2026-05-01,2026-06-01}'::date[]) m;
select fixture.mark('an', 'self', 80, '2026-05'), fixture.mark('an', 'lead', 80, '2026-05'), fixture.mark('bo', 'self', 80, '2026-05'),
       fixture.mark('eve', 'peer', 80, '2026-05'), fixture.mark('eve', 'self', 80, '2026-04');
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
select nextval('fixture.hash'), '2026-06-01Z', a, 'chats', '2026-05', r, o, 4, 5
  from (values ('an', 'bo', 'peer'), ('an', 'eve', 'peer'), ('bo', 'an', 'peer'), ('cui', 'an', 'peer'), ('cui', 'meng', 'manager')) as v(a, r, o);

create function fixture.due(for_agent text, for_mark text, of_month date default '2026-05-01') returns text language sql stable as $$
    select string_agg(concat_ws(' ', d.role, d.raters::text, to_char(d.due, 'MM-DD'), d.given || '/' || d.needed,
                                case when d.marked then 'marked' when d.overdue then 'overdue' else 'missing' end), ', ' order by d.role)
      from merit.marks_due d where d.month = of_month and d.agent = for_agent and d.mark = for_mark
$$;
select is(fixture.due(v.agent, 'execution'), v.due, v.agent)
  from (values ('an', 'lead {zhao} 06-15 1/1 marked, self {an} 06-15 1/1 marked'), ('bo', 'lead {qin} 06-15 0/1 missing, self {bo} 06-15 1/1 marked'),
               ('cui', 'lead {} 06-15 0/1 missing, self {cui} 06-15 0/1 missing'), ('dov', 'lead {} 06-15 0/1 missing, self {dov} 06-15 0/1 missing'),
               ('eve', 'lead {qin} 06-15 0/1 missing, self {eve} 06-15 0/1 missing'), ('pia', null), ('qin', null)) as v(agent, due);
select is(fixture.due(v.agent, 'chats'), v.due, v.agent || '''s sample: two marks of whomever, and one of each role')
  from (values ('an', 'manager {} 06-20 0/2 missing, peer {} 06-20 2/2 marked'), ('bo', 'manager {} 06-20 0/2 missing, peer {} 06-20 1/2 missing'),
               ('cui', 'manager {} 06-20 1/2 marked, peer {} 06-20 1/2 marked'), ('eve', 'manager {} 06-20 0/2 missing, peer {} 06-20 0/2 missing')) as v(agent, due);
select is((select string_agg(distinct concat_ws(' ', team, indicator, mark), ', ') from merit.marks_due where agent = 'an' and month = '2026-05-01'),
          'east mark:execution execution, east sample chats', 'the agent''s team, what the scheme and the event call it');

-- Until the end of the day.
select set_config('merit.now', '2026-06-15T23:59:59Z', true);
select is((select count(*) from merit.marks_due where overdue and month = '2026-05-01'), 0::bigint, 'nothing is overdue on the last day');
select set_config('merit.now', '2026-06-16T00:00:00Z', true);
select is(fixture.due('bo', 'execution'), 'lead {qin} 06-15 0/1 overdue, self {bo} 06-15 1/1 marked', 'but after it, what is missing');
select is((select count(*) from merit.marks_due where overdue and mark = 'chats' and month = '2026-05-01'), 0::bigint, 'each by its own day');
select period.set_settings('{month.marks_due_day=10}');
select is(fixture.due('bo', 'execution'), 'lead {qin} 06-10 0/1 overdue, self {bo} 06-10 1/1 marked', 'the setting''s day');
select is(fixture.due('bo', 'chats'), 'manager {} 06-20 0/2 missing, peer {} 06-20 1/2 missing', 'where the scheme has none');

-- The close warns of what is missing: execution of cui, dov and eve by themselves, and by leads of bo, too.
select bag_eq($$ select (split_part(w ->> 'message', e'\t', 2), split_part(w ->> 'message', e'\t', 3), a)::text
                   from jsonb_array_elements(period.warnings('2026-05-01')) w cross join lateral jsonb_array_elements_text(w -> 'agents') a where w ->> 'code' = 'marks_due' $$,
              $$ values ('(role.self,execution,cui)'), ('(role.self,execution,dov)'), ('(role.self,execution,eve)'), ('(role.lead,execution,bo)'),
                        ('(role.lead,execution,cui)'), ('(role.lead,execution,dov)'), ('(role.lead,execution,eve)'), ('(role.peer,chats,bo)'), ('(role.peer,chats,dov)'),
                        ('(role.peer,chats,eve)'), ('(role.manager,chats,an)'), ('(role.manager,chats,bo)'), ('(role.manager,chats,dov)'), ('(role.manager,chats,eve)') $$,
              'and the close warns of it');

-- Who sees it. qin leads the east by the records, but has the rights of an agent alone.
create role fixture_an; create role fixture_qin; create role fixture_zhao;
grant merit_agent to fixture_an, fixture_qin;
grant merit_lead to fixture_zhao;
insert into ref.login values ('fixture_an', 'an'), ('fixture_qin', 'qin'), ('fixture_zhao', 'zhao');
create function fixture.sees(role_name text) returns text language plpgsql as $$
declare
    answer text;
begin
    execute format('set local role %I', role_name);
    select string_agg(concat_ws(' ', d.agent, d.mark, d.role), ', ' order by d.agent, d.mark, d.role) into answer
      from merit.marks_due d where d.month = '2026-05-01';
    execute 'reset role';
    return answer;
exception when insufficient_privilege then
    return 'refused';
end $$;
select is(fixture.sees('fixture_an'), 'an chats manager, an chats peer, an execution lead, an execution self', 'agents see who marks them');
select is(fixture.sees('fixture_zhao'), 'an chats manager, an chats peer, an execution lead, an execution self', 'leads their teams');
select is(fixture.sees('fixture_qin'), 'bo execution lead, eve execution lead', 'and who is to mark sees whom, and nothing else of them');
select is(fixture.sees('meritd_close'), (select string_agg(concat_ws(' ', a, m), ', ' order by a, m)
                                           from unnest('{an,bo,cui,dov,eve}'::text[]) a
                                          cross join unnest('{chats manager,chats peer,execution lead,execution self}'::text[]) m), 'the closing role sees all');
select is(fixture.sees(r), 'refused', r || ' sees nothing') from unnest('{merit_payroll,merit_operator,merit_reader}'::text[]) r;
select fixture.staff('an', 'south', lead => 'meng', day => '2026-06-01');
select is(fixture.sees('fixture_zhao'), 'an execution lead', 'who leads an agent no more has still to mark the month');
select is(fixture.due('an', 'execution', '2026-06-01'), 'lead {meng} 07-10 0/1 missing, self {an} 07-10 0/1 missing', 'and the new lead the next');

-- Months that nobody marks any more, or not yet.
select is((select string_agg(distinct to_char(month, 'MM'), ' ') from merit.marks_due), '03 04 05 06', 'every month that has begun');
select period.close('2026-04-01', as_of => '2026-05-20Z', accept_warnings => true, skip => true, reason => 'a test');
select is((select string_agg(distinct to_char(month, 'MM'), ' ') from merit.marks_due), '05 06', 'until it is closed or skipped');
select set_config('merit.now', '2026-05-31T23:59:59Z', true);
select is((select string_agg(distinct to_char(month, 'MM'), ' ') from merit.marks_due), '05', 'and none that is yet to come');

-- Posts that are judged by marks alone: ned has one of two, and no figures; ola none; rob has left, and olga is another name of ola's.
select set_config('merit.now', '2026-06-16T00:00:00Z', true);
select fixture.staff('ned', 'office'), fixture.staff('ola', 'office'), fixture.staff('rob', 'office', status => 'left'), fixture.staff('olga', 'office'),
       ref.set_alias('olga', 'ola', '2026-05-01', null);
select score.load((fixture.document() - '{weights_add_to,rewards,streaks,improvement_plan,self_mark_gap}'::text[]) || jsonb_build_object(
    'scheme', 'office', 'applies_to', '[{"teams": ["office"]}]'::jsonb, 'indicators', jsonb_build_array(
    '{"indicator": "office", "name": {"zh": "x", "en": "x"}, "weight": 100, "better": "higher", "on_null": "leave_out",
      "value": {"marks": "office", "roles": {"manager": 1, "hq": 1}, "points_of": "mean"},
      "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}'::jsonb)), '2026-05-01'),
       period.set_settings('{month.scheme=office}');
create function fixture.warned(code text) returns text language sql stable as $$
    select string_agg(concat_ws(' ', split_part(w ->> 'message', e'\t', 2), w ->> 'agents'), ', ' order by w ->> 'message')
      from jsonb_array_elements(period.warnings('2026-05-01')) w where w ->> 'code' = $1 and w ->> 'message' !~ 'execution|chats'
$$;
select is(fixture.warned('nobody'), 'office []', 'nobody of the post has anything');
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
values (nextval('fixture.hash'), '2026-06-01Z', 'ned', 'office', '2026-05', 'meng', 'manager', 80, 100);
select is(fixture.due(v.agent, 'office'), v.due, v.agent || ' of the office')
  from (values ('ned', 'hq {} 06-10 0/1 overdue, manager {} 06-10 1/1 marked'), ('ola', 'hq {} 06-10 0/1 overdue, manager {} 06-10 0/1 overdue'),
               ('rob', null), ('olga', null)) as v(agent, due);
select is(fixture.warned('nobody') is null and fixture.warned('marks_due') = 'role.hq ["ned", "ola"], role.manager ["ola"]', true, 'the close warns of both');
select is((select string_agg(concat_ws(' ', r ->> 'agent', r ->> 'role'), ', ' order by r ->> 'agent', r ->> 'role')
             from jsonb_array_elements(web.lists('marks_due', '2026-05-01') -> 'rows') r where r ->> 'mark' = 'office'),
          'ned hq, ola hq, ola manager', 'and its list has people of whom there is a staff record alone');

select * from finish();
rollback;
