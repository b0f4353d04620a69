-- What keeps a month from being final, what a close must accept, what to do about it, and how a close is refused: messages that
-- are read in the shop's language. Names are numbers, so that whatever is a word is one of ours.
begin;
\ir fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
select plan(19);

create table fixture.problem (place serial, one jsonb);
create function fixture.note(problems jsonb, code text default '') returns void language sql as $$
    insert into fixture.problem (one) select p from jsonb_array_elements($1) p where p ->> 'code' like $2 || '%'
$$;
create function fixture.said() returns setof text language sql as $$
    select period.said(jsonb_build_array(p.one)) #>> '{0,message}' from fixture.problem p order by p.place
$$;
create function fixture.why(month text) returns text language sql as $$ select p.why from merit.period p where p.month = to_date($1, 'YYYY-MM') $$;

-- Of 22 agents nobody has a target or a mark, and 20 no staff record. 100 leads 101. October is skipped, November closed, December open.
select fixture.staff('100', 'east', role => 'lead'), fixture.staff('101', 'east'), fixture.staff('122', 'west');
select fixture.month('2025-10-01', (select jsonb_object_agg(a::text, 85) from generate_series(101, 122) a)),
       fixture.month('2025-11-01', '{"101": 85}'), fixture.month('2025-12-01', '{"101": 85}');
insert into period.skipped values ('2025-10-01', '2025-12-01Z', '8', '9');
select fixture.close('2025-11-01');
select is((select jsonb_path_query_array(accepted, '$[*].message') from period.closing),
          '["warning.targets_missing", "warning.marks_due\trole.lead\texecution", "warning.marks_due\trole.self\texecution"]', 'a closing keeps messages');
insert into settle.state (as_of) values ('2026-06-15Z') on conflict (singleton) do update set as_of = excluded.as_of;
select is(fixture.why('2025-11'), format('closed by %s, nothing missing', session_user), 'why a month is closed');
select is(fixture.why('2025-12'), 'numbers no longer change in time', 'or final');

update ref.shop set topics = '{3}';
select fixture.note(period.warnings('2025-10-01'), 'unread');
update ref.shop set topics = '{1,2,3}', currency = 'GBP';
insert into ingest.position values ('1', 0, 0, 10, 9, null, 1, null, 10, 0), ('1', 1, 0, 10, 9, null, 1, '2025-11-08T23:59Z', 10, 7),
                                   ('2', 0, 0, 10, 9, null, 1, '2025-12-31Z', 10, 0);
insert into fact.exclusion (id, kind, reference, reason, excluded_at, excluded_by) overriding system value
values (41, 'order', '1', '9', '2025-12-01Z', '8'), (42, 'order', '2', '9', '2025-12-01Z', '8');
insert into fact.exclusion_effect values (41, false, '2025-10-01', '102', 'total', 'shop-service', null, '40.00'), (41, false, '2025-10-01', '101', 'total', 'shop-service', '85.00', null),
                                         (42, false, '2025-10-01', '101', 'metric', 'sales', '2', '1');
select fixture.note(period.warnings('2025-10-01'));
update ref.shop set currency = 'CNY';

select fixture.note(period.other_instant('2020-01-01Z'));
insert into ingest.dirty (tickets) values ('{1}'), ('{2}');
insert into fact.contact_part (customer, day, conversation, agent, counts_after, customer_messages, agent_messages, unanswered)
values (gen_random_uuid(), '2025-10-31', 'c', '101', '2025-12-09T00:00Z', 1, 0, '{2025-10-31T23:00Z}');
delete from settle.state;
select fixture.note(period.blockers('2025-10-01', '2025-10-31T23:59Z'), 'running'), fixture.note(period.blockers('2025-10-01', '2025-11-01Z'), 'look_ahead');
select fixture.note(period.blockers('2025-10-01', '2025-11-09T01:00Z'));
insert into settle.state (as_of) values ('2025-11-08T22:00Z');
select fixture.note(period.blockers('2025-10-01', '2025-11-09T01:00Z'), 'settled');
select is_empty($$ select one from fixture.problem where one ->> 'message' !~ '^(blocker|warning)\.[a-z_]+(\t|$)' $$, 'all are messages');

create table fixture.expected (place serial, en text, zh text);
insert into fixture.expected (en, zh) values
('nothing was ever read of topic 3: right only where all events come from files', '主题 3 从未读取过：仅当所有事件都来自文件时才对'),
('no sales target: 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120 and 2 more',
 '没有销售目标：101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120 等，另有 2 人'),
('marks of role lead for execution are missing: 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120 and 2 more',
 '缺少组长对 execution 的评分：101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120 等，另有 2 人'),
('marks of role self for execution are missing: 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120 and 2 more',
 '缺少本人对 execution 的评分：101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120 等，另有 2 人'),
('numbers without a staff record: 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121',
 '有数字，但没有人员记录：102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121'),
('7 records of 1/1 were gone before they were read', '1/1 有 7 条记录未读就已丢失'),
('the amounts of scheme shop-service are in CNY, the ledger is in GBP', '方案 shop-service 的金额是 CNY，台账是 GBP'),
('order 1 is left out by 8 (exclusion 41: 9); totals: 101 85.00 → none, 102 none → 40.00', 'order 1 已由 8 排除（排除 41：9）；总分变动：101：85.00 → 无, 102：无 → 40.00'),
('order 2 is left out by 8 (exclusion 42: 9); no total changed', 'order 2 已由 8 排除（排除 42：9）；总分没有变动'),
('as of 2020-01-01 00:00, while the clock says 2026-06-15 12:00', '截至 2020-01-01 00:00，而此刻是 2026-06-15 12:00'),
('the month runs until 2025-11-01 00:00', '该月到 2025-11-01 00:00 才结束'),
('numbers may change in time until 2025-11-09 00:00', '数字在 2025-11-09 00:00 之前还可能变动'),
('settled as of never, final only from 2025-11-09 00:00', '数据从未结算，需至少到 2025-11-09 00:00'),
('nothing was ever read of topic 3', '主题 3 从未读取过'),
('1/0 was last read to its end at no time, needed from 2025-11-09 00:00', '1/0 从未读到末尾，需在 2025-11-09 00:00 之后读到'),
('1/1 was last read to its end at 2025-11-08 23:59, needed from 2025-11-09 00:00', '1/1 上次读到末尾是在 2025-11-08 23:59，需在 2025-11-09 00:00 之后'),
('2 writes are not settled yet', '还有 2 次写入未结算'),
('1 questions of the month still wait for an answer, the last until 2025-12-09 00:00', '该月还有 1 个提问在等回复，最晚等到 2025-12-09 00:00'),
('it was skipped by 8: 9', '该月已由 8 跳过：9'),
('2025-11 is closed already; its streaks were counted without this month', '2025-11 早已关账，其连续名次未计入该月'),
('settled as of 2025-11-08 22:00, final only from 2025-11-09 00:00', '数据结算至 2025-11-08 22:00，需至少到 2025-11-09 00:00');
select results_eq('select fixture.said()', 'select en from fixture.expected order by place', 'in English');

-- A refusal.
create function fixture.refused(skipped text[], variadic codes text[]) returns text language plpgsql as $$
declare
    problems jsonb := (select jsonb_agg(p.one order by p.place) from fixture.problem p where p.one ->> 'code' = any (codes));
    detail   text;
    hint     text;
begin
    perform period.refuse_close('2025-12', skipped, jsonb_path_query_array(problems, '$[*] ? (!exists(@.agents))'),
                                jsonb_path_query_array(problems, '$[*] ? (exists(@.agents))'), false, false, false, '');
    return 'done';
exception when others then
    get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', sqlerrm, detail, hint);
end $$;
select is(fixture.refused('{}', 'running'),
          E'2025-12 is not closed: 1 thing is in the way\nrunning: the month runs until 2025-11-01 00:00; wait\nwait until the month is final, or give --anyway --reason R', 'one thing is in the way');
select is(fixture.refused('{2025-09,2025-10}', 'dirty', 'gap'),
          E'2025-12 is not closed: 4 things are in the way\nearlier: 2025-09 is not closed\nearlier: 2025-10 is not closed\n'
          'dirty: 2 writes are not settled yet; run the daemon, or meritd settle\n'
          'warning gap: 7 records of 1/1 were gone before they were read; replay them from a copy, and accept the warning\n'
          'close the earlier months first, or give --skip --reason R; wait until the month is final, or give --anyway --reason R; '
          'mend what they name, or give --accept-warnings', 'several are');
create function fixture.remedies() returns setof text language sql as $$
    select ref.said(period.remedy(c))
      from unnest('{running,instant,settled,behind,targets_missing,marks_due,unknown_agents,exclusion,gap,currency,skipped}'::text[]) c
$$;
select results_eq('select fixture.remedies()', array['wait', 'leave out --now', 'run the daemon, or meritd settle', 'run the daemon, or meritd ingest --until-end',
                  'set the targets (events target.set)', 'give the marks (events mark.recorded)', 'send their staff records (events agent.updated)',
                  'look at it (meritd exclude list); accept it, or end it (meritd include)', 'replay them from a copy, and accept the warning',
                  'load a scheme in the shop''s currency', 'only a person can decide'], 'what to do');
select is(period.report('2025-11-01', 0) #>> '{accepted,0,message}', 'no sales target: 101', 'the report of a close is in words');

-- The same in Chinese.
update ref.shop set language = 'zh';
select results_eq('select fixture.said()', 'select zh from fixture.expected order by place', 'in Chinese');
select is(fixture.refused('{}', 'running'), E'2025-12 未关账：有 1 项阻碍\nrunning：该月到 2025-11-01 00:00 才结束；请等待\n等到数字不再变动，或给出 --anyway --reason R', 'one thing is in the way');
select is(fixture.refused('{2025-09,2025-10}', 'dirty', 'gap'),
          E'2025-12 未关账：有 4 项阻碍\nearlier：2025-09 尚未关账\nearlier：2025-10 尚未关账\n'
          'dirty：还有 2 次写入未结算；运行守护进程，或 meritd settle\n'
          '警告 gap：1/1 有 7 条记录未读就已丢失；从副本重放，并接受警告\n'
          '先关账更早的月份，或给出 --skip --reason R; 等到数字不再变动，或给出 --anyway --reason R; 处理警告所指，或给出 --accept-warnings', 'several are');
select results_eq('select fixture.remedies()', array['请等待', '去掉 --now', '运行守护进程，或 meritd settle', '运行守护进程，或 meritd ingest --until-end',
                  '设定目标（事件 target.set）', '补上评分（事件 mark.recorded）', '发送其人员记录（事件 agent.updated）',
                  '请核对（meritd exclude list）：接受，或结束排除（meritd include）', '从副本重放，并接受警告', '载入以店铺币种计的方案', '只能由人决定'], 'what to do');
select is(period.report('2025-11-01', 0) #>> '{accepted,0,message}', '没有销售目标：101', 'the report of a close that was made in English');
select is(fixture.why('2025-11'), format('由 %s 关账，没有缺失', session_user), 'why a month is closed');
select is(fixture.why('2025-10'), '数据结算至 2025-11-08 22:00，需至少到 2025-11-09 00:00', 'or is not final');

-- A lead sees the agents of its teams, and of an exclusion that there is one. What was closed before there were words stays.
create role fixture_100;
grant merit_lead to fixture_100;
insert into ref.login values ('fixture_100', '100');
create table fixture.old as select '[{"code": "targets_missing", "message": "no sales target: 101, 122", "agents": ["101", "122"]},
    {"code": "exclusion", "message": "order 1 is left out by 8 (exclusion 41: 9); totals: 101 85.00 → 70.00", "agents": []},
    {"code": "gap", "message": "7 records of 1/1 were gone before they were read", "agents": []},
    {"code": "skipped", "message": "it was skipped by 8: 9"}]'::jsonb as one;
create function fixture.seen() returns jsonb language sql security definer as $$ select period.said(o.one) from fixture.old o $$;
select is(fixture.seen(), (select one from fixture.old), 'the closing role sees what was written');
grant usage on schema fixture to public;
set local role fixture_100;
select is(fixture.seen(), '[{"code": "targets_missing", "message": "no sales target: 101", "agents": ["101"]},
                            {"code": "exclusion", "message": "该月有内容被排除", "agents": []},
                            {"code": "gap", "message": "7 records of 1/1 were gone before they were read", "agents": []},
                            {"code": "skipped", "message": "it was skipped by 8: 9"}]', 'a lead its own agents of it');
select is((select warnings from merit.period where month = '2025-10-01'),
          '[{"code": "targets_missing", "message": "没有销售目标：101", "agents": ["101"]}, {"code": "marks_due", "message": "缺少组长对 execution 的评分：101", "agents": ["101"]},
            {"code": "marks_due", "message": "缺少本人对 execution 的评分：101", "agents": ["101"]}, {"code": "unknown_agents", "message": "有数字，但没有人员记录", "agents": []},
            {"code": "gap", "message": "1/1 有 7 条记录未读就已丢失", "agents": []}, {"code": "exclusion", "message": "该月有内容被排除", "agents": []},
            {"code": "exclusion", "message": "该月有内容被排除", "agents": []}]', 'and of warnings');
reset role;

select * from finish();
rollback;
