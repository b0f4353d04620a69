-- States, what is in the way of a close, and what a close leaves behind.
begin;
\ir fixture.psql
select plan(63);

select fixture.month('2025-10-01', '{"an": 100, "bo": 85, "cui": 70}');
create function fixture.state(at timestamptz) returns text language plpgsql as $$
declare
    answer text;
begin
    perform set_config('merit.now', at::text, true);
    select p.state || coalesce(' ' || (select string_agg(b ->> 'code', ' ') from jsonb_array_elements(p.blockers) b), '')
      into answer from merit.period p where p.month = '2025-10-01';
    perform set_config('merit.now', '2026-06-15T12:00:00Z', true);
    return answer;
end $$;
create function fixture.settled(at timestamptz) returns void language sql as $$
    insert into settle.state (as_of) values ($1) on conflict (singleton) do update set as_of = excluded.as_of
$$;

-- E: conversion looks ahead (2 - 1) business day and 7 days beyond the end of the month.
select is(period.final_from('2025-10-01'), '2025-11-09T00:00Z', 'final from the end of the month, the window and the days to pay');
select fixture.settled('2025-10-31T23:00Z');
select is(fixture.state('2025-10-31T23:59Z'), 'open running', 'open while it runs');
select is(fixture.state('2025-11-01T00:00Z'), 'provisional look_ahead', 'provisional when over');
select is(fixture.state('2025-11-09T00:00Z'), 'provisional settled', 'not final before a settlement of then');
select fixture.settled('2025-11-09T00:00Z');
select is(fixture.state('2025-11-09T00:00Z'), 'final', 'final at a settlement whose as_of is E');

update ref.shop set topics = '{chat,orders}';
select is(fixture.state('2025-11-09T00:00Z'), 'final', 'a shop filled from files alone is final without Kafka');
select is((select string_agg(w ->> 'message', '; ') from jsonb_array_elements(period.said(period.warnings('2025-10-01'))) w where w ->> 'code' = 'unread'),
          'nothing was ever read of topic chat: right only where all events come from files; '
          'nothing was ever read of topic orders: right only where all events come from files', 'but a close warns of it');
insert into ingest.position values ('chat', 0, 0, 10, 9, null, 1, '2025-11-09T00:00Z', 10, 0), ('chat', 1, 0, 10, 9, null, 1, '2025-11-08T23:59Z', 10, 0),
                                   ('other', 0, 0, 10, 9, null, 1, null, 10, 0);
select is(fixture.state('2025-11-09T01:00Z'), 'provisional unread behind', 'every configured topic read, every partition to its end since E');
update ingest.position set caught_up_at = '2025-11-09T00:30Z' where topic = 'chat';
insert into ingest.position values ('orders', 0, 0, 0, 0, null, 1, '2025-11-09T00:20Z', 0, 0);
select is(fixture.state('2025-11-09T01:00Z'), 'final', 'as it is then, whatever else is in the topic table');
select is((select complete_up_to from merit.period where month = '2025-10-01'), '2025-11-09T00:00Z', 'complete up to the earliest of them');

insert into ingest.dirty (tickets) values ('{t}');
select is(fixture.state('2025-11-09T01:00Z'), 'provisional dirty', 'no dirty row is left');
delete from ingest.dirty;
insert into ingest.renewal default values;
select is(fixture.state('2025-11-09T01:00Z'), 'provisional renewal', 'nor while conversations of an older version are written anew');
delete from ingest.renewal;
insert into fact.contact_part (customer, day, conversation, agent, counts_after, customer_messages, agent_messages, unanswered)
values (gen_random_uuid(), '2025-10-31', 'c', 'an', '2025-11-09T00:00Z', 1, 0, '{2025-10-31T23:00Z}');
select is(fixture.state('2025-11-09T01:00Z'), 'provisional waiting', 'no round asked in the month still waits');
select fixture.settled('2025-11-09T00:00:01Z');
select is(fixture.state('2025-11-09T01:00Z'), 'final', 'until its deadline has passed a settlement');
update fact.contact_part set counts_after = '2025-11-30T00:00Z', day = '2025-11-01', unanswered = '{2025-11-01T00:00Z}';
select is(fixture.state('2025-11-09T01:00Z'), 'final', 'those of the next month do not count');
update fact.contact_part set day = '2025-10-31', unanswered = null, trailing_asked = '{2025-10-31T23:00Z}';
select is(fixture.state('2025-11-09T01:00Z'), 'provisional waiting', 'a round that waits after an answer keeps it open, too');
update fact.contact_part set trailing_asked = null, first_missing = '{2025-10-31T23:00Z}';
select is(fixture.state('2025-11-09T01:00Z'), 'provisional waiting', 'and a first question whose session waits on, after a transfer in the next month');
update fact.contact_part set first_missing = null;
select is(fixture.state('2025-11-09T01:00Z'), 'final', 'messages alone wait for nothing');

-- Look-aheads that are in use: rules and metrics.
select fixture.month('2025-02-01', '{"an": 100}');
select score.load(jsonb_set(fixture.document() - 'weights_add_to', '{indicators}', jsonb_build_array(fixture.document() #> '{indicators,4}')), '2025-02-01');
select is(period.final_from('2025-02-01'), '2025-03-02T00:00Z', 'chat alone: the idle limit');
select score.load(jsonb_set(fixture.document() - 'weights_add_to', '{indicators}', jsonb_build_array(fixture.document() #> '{indicators,0}')), '2025-02-01');
select is(period.final_from('2025-02-01'), '2025-03-02T00:00Z', 'sales, gross, credited at creation: nothing more');
update ref.rule_set set order_judge = 'pay';
select is(period.final_from('2025-02-01'), '2025-03-08T00:00Z', 'credited at payment: the days to pay');
update ref.rule_set set sales_net = true;
select is(period.final_from('2025-02-01'), '2025-03-16T00:00Z', 'net: the days to refund');
update ref.rule_set set sales_net = false, order_judge = 'order';
select score.load(jsonb_set(jsonb_set(fixture.document() - 'weights_add_to', '{indicators}', jsonb_build_array(fixture.document() #> '{indicators,0}')),
                            '{indicators,0,value,metric}', '"ticket_resolve_hours"'), '2025-02-01');
update ref.rule_set set ticket_reopen_days = 20;
select is(period.final_from('2025-02-01'), '2025-03-21T00:00Z', 'tickets: the days to reopen');
delete from fixture.metric where month = '2025-02-01';
delete from rollup.agent_month where month = '2025-02-01';
select score.load(fixture.document(), '2025-03-01');

-- Warnings.
create function fixture.warnings() returns text language sql stable as $$
    select coalesce(string_agg(w ->> 'code' || ':' || coalesce((select string_agg(a, ' ') from jsonb_array_elements_text(w -> 'agents') a), ''), ', '), '')
      from jsonb_array_elements(period.warnings('2025-10-01')) w
$$;
select is(fixture.warnings(), 'targets_missing:an bo cui, marks_due:an bo cui, marks_due:an bo cui, unknown_agents:an bo cui',
          'targets, marks of self and lead, staff records');
select fixture.staff('an'), fixture.staff('bo'), fixture.staff('cui', status => 'probation');
insert into fact.target (hash, at, agent, period, metric, value)
values (1, '2025-10-01Z', 'an', '2025-10', 'sales', 1), (2, '2025-10-01Z', 'bo', '2025-10', 'sales', 1), (3, '2025-10-01Z', 'cui', '2025-09', 'sales', 1);
select fixture.mark('an', 'self', 80, '2025-10'), fixture.mark('an', 'lead', 80, '2025-10'), fixture.mark('bo', 'self', 80, '2025-10');
select is(fixture.warnings(), 'marks_due:bo', 'only of those who would be ranked');
select fixture.mark('bo', 'lead', 80, '2025-10');
select is(fixture.warnings(), '', 'none');
update ingest.position set gap_records = 3 where topic = 'chat' and partition = 1;
update ref.shop set currency = 'GBP';
select is(fixture.warnings(), 'gap:, currency:', 'records lost unread; amounts of another currency');
update ref.shop set currency = 'CNY';
update ingest.position set gap_records = 0;

-- Refusals name everything at once, and write nothing.
insert into rollup.agent_month (agent, month, measure, value) values ('an', '2025-09-01', 'received', 1);
create function fixture.refusal(command text) returns text language plpgsql as $$
declare
    message text; detail text; hint text;
begin
    execute 'select ' || command;
    return 'done';
exception when others then
    get stacked diagnostics message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(' | ', message, replace(nullif(detail, ''), E'\n', ' / '), nullif(hint, ''));
end $$;
select is(fixture.refusal($$ period.close('2025-10-01', as_of => '2025-11-05Z') $$),
          '2025-10 is not closed: 2 things are in the way | earlier: 2025-09 is not closed / look_ahead: numbers may change in time until 2025-11-09 00:00; wait'
          ' | close the earlier months first, or give --skip --reason R; wait until the month is final, or give --anyway --reason R', 'blockers and order');
select is((select string_agg(c, ' ') from unnest(array['running', 'look_ahead', 'settled', 'unread', 'behind', 'renewal', 'dirty', 'waiting', 'skipped',
                   'later_closed', 'signatures', 'targets_missing', 'marks_due', 'unknown_agents', 'gap', 'currency']) c
            where period.remedy(c) = period.remedy('another')), 'skipped later_closed', 'for everything else there is something to do');
select alike(fixture.refusal($$ period.close('2025-10-01', as_of => '2025-11-05Z', anyway => true) $$), '%2 things%', 'anyway needs a reason');
select alike(fixture.refusal($$ period.close('2025-10-01', as_of => '2025-11-05Z', anyway => true, reason => 'x') $$), '%1 thing is%earlier%', 'and does not skip');
insert into rollup.agent_month (agent, month, measure, value) values ('er', '2025-10-01', 'received', 1);
select alike(fixture.refusal($$ period.close('2025-10-01', as_of => '2025-11-10Z', skip => true, reason => 'x') $$), '%warning unknown_agents: numbers without a staff record: er%--accept-warnings%',
            'warnings are refused by themselves');
select alike(fixture.refusal($$ period.close('2025-10-02') $$), '2025-10-02 is no month%', 'a month is its first day');
select alike(fixture.refusal($$ period.close('2027-01-01') $$), 'there is nothing in 2027-01%', 'an empty month');
select is((select count(*) from period.closing) + (select count(*) from pay.ledger) + (select count(*) from post.message) + (select count(*) from period.skipped), 0::bigint,
          'nothing was written by any of them');

-- A dry run is the close, rolled back.
select post.set_receivers('[{"receiver": "rankings", "kind": "kafka"}, {"receiver": "wecom", "kind": "webhook"}]');
create table fixture.report as
select 'dry' as run, period.close('2025-10-01', as_of => '2025-11-10T08:00Z', accept_warnings => true, skip => true, reason => 'first month', by_person => 'zhao', dry_run => true) as r;
select is((select count(*) from period.closing) + (select count(*) from pay.ledger) + (select count(*) from post.message) + (select count(*) from period.action)
          + (select count(*) from period.skipped), 0::bigint, 'a dry run writes nothing');
select is((select s.as_of from settle.state s), '2025-11-09T00:00:01Z', 'and settles nothing');
insert into fixture.report
select 'real', period.close('2025-10-01', as_of => '2025-11-10T08:00Z', accept_warnings => true, skip => true, reason => 'first month', by_person => 'zhao');
select is(d.r - '{done,dry_run,recorded_at,ledger_head,ledger,message}'::text[], a.r - '{done,dry_run,recorded_at,ledger_head,ledger,message}'::text[],
          'a dry run tells what the close then does')
  from fixture.report d, fixture.report a where d.run = 'dry' and a.run = 'real';
select is((select jsonb_agg(l - '{hash,prev_hash,posted_at}'::text[]) from jsonb_array_elements(d.r -> 'ledger') l),
          (select jsonb_agg(l - '{hash,prev_hash,posted_at}'::text[]) from jsonb_array_elements(a.r -> 'ledger') l), 'to the cent')
  from fixture.report d, fixture.report a where d.run = 'dry' and a.run = 'real';
select is((r - 'x') -> 'done', 'true', 'and the close says it is done') from fixture.report where run = 'real';
select is(period.close('2025-10-01') ->> 'already', 'true', 'closing again says so');
select is(period.close('2025-10-01') ->> 'done', 'false', 'and does nothing');
select is((select count(*) from period.closing), 1::bigint, 'one closing');
select is((select count(*) from pay.ledger), 2::bigint, 'two lines');

-- What is frozen.
select is((select concat_ws('|', closed_by, as_of, reason, scheme, revision, overridden, final_from, complete_up_to) from period.closing),
          concat_ws('|', 'zhao (' || current_user || ')', '2025-11-10T08:00Z'::timestamptz, 'first month', 'shop-service', 0, '[]',
                    '2025-11-09T00:00Z'::timestamptz, '2025-11-09T00:20Z'::timestamptz), 'who, when, why, complete up to');
select is((select accepted from period.closing), '[{"code": "unknown_agents", "agents": ["er"], "message": "warning.unknown_agents"}]',
          'the warnings accepted: of somebody without any metric, who is not scored, nothing else is missed');
select is((select rules ->> 'order_window_days' from period.closing), '2', 'the rule set');
select is((select checksum from period.closing_scheme), (select checksum from score.scheme where effective = '2025-03-01'), 'the scheme''s version');
select is((select string_agg(concat_ws(' ', agent, total, rank, place, name, barred), ', ' order by agent) from merit.result),
          'an 95.00 1 first An, bo 83.75 2 last Bo, cui 70.00 Cui status',
          'results: (30 × 100 + 10 × 80) / 40 = 95, (30 × 85 + 10 × 80) / 40 = 83.75');
select is((select contribution from merit.result_indicator where agent = 'cui' and indicator = 'target_completion'), 70::numeric, 'indicators');
select is((select value from merit.result_metric where agent = 'bo' and metric = 'target_completion'), 0.90, 'values');
select ok((select length(input_hash) = 64 and length(result_hash) = 64 from period.closing), 'hashes');
select is(fixture.state('2026-01-01Z'), 'closed', 'the month is closed');
select is((select why from merit.period where month = '2025-10-01'), 'closed by zhao (' || current_user || '), reason: first month', 'and says by whom');
select is((select reason from period.skipped where month = '2025-09-01'), 'first month', 'the skipped month keeps its reason');
select alike((select blockers::text from merit.period where month = '2025-09-01'), '%skipped by zhao%first month%', 'and shows it');

-- The posting.
select is((select array_agg(key order by key) from post.outbox), array['shop/2025-10/0/rankings', 'shop/2025-10/0/wecom'] collate "C", 'a posting for each receiver');
select is((select content -> 'ranking' from post.message),
          '[{"rank": 1, "total": 95.00, "grade": "中等", "agent": "an", "name": "An", "team": null}, {"rank": 2, "total": 83.75, "grade": "中等", "agent": "bo", "name": "Bo", "team": null}]'::jsonb
          , 'the ranking (caps of a team of two leave no place above)');
select is((select content #>> '{appeal,until}' from post.message)::timestamptz, '2025-11-17T08:00Z', 'appeals for 7 days');
select is((select (content ->> 'data_complete_up_to')::timestamptz from post.message), '2025-11-09T00:20Z', 'data complete up to');
select is((select content ->> 'ledger_head' from post.message), pay.head(), 'the head of the ledger');

-- Facts that come later are drift; the closed month stays.
select fixture.month('2025-10-01', '{"an": 100, "bo": 100, "cui": 70}');
select is((select total from merit.result where agent = 'bo'), 83.75, 'late facts change no closed month');
select is((select string_agg(concat_ws(' ', item, name, frozen, today, difference), ', ' order by item) from merit.month_drift
            where month = '2025-10-01' and agent = 'bo'),
          'metric target_completion 0.9 1 0.10, rank shop-service 2 1 -1, total shop-service 83.75 95 11.25', 'and show as drift');

select * from finish();
rollback;
