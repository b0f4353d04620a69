-- What is kept is shown while it is what would be made now: after each change of anything that scores follow from, what
-- the views show is what score.* make of it, and that is something else than before.
begin;
\ir ../tall.psql
set local client_min_messages = warning;
set local timezone = 'UTC';
set local merit.now = '2026-11-15T12:00:00Z';
\set document `for up in . .. ../.. ../../..; do cat $up/config/schemes/shop-service.json && break; done 2>/dev/null`
select plan(62);

select isnt_empty($$ select from score.stale where since = '-infinity' and until = 'infinity' $$,
                  'migrate, which may have changed what makes scores, marks all months');
delete from score.indicator;
delete from score.grade;
delete from score.scheme;
delete from fact.mark;
delete from fact.target;
delete from fact.tally;
delete from fact.agent_event;
delete from rollup.agent_period;
create temporary table document as
select jsonb_set(jsonb_set(:'document', '{eligibility,min_days}', '2'), '{indicators,6,value,metric}', '"csat:speed"') as document;
select score.load(document) from document;

-- Two agents in September and October, in two teams; both are ranked.
insert into rollup.agent_month (agent, month, measure, value)
select a.agent, m.month, v.measure, v.value * a.factor
  from (values ('mei', 10), ('wei', 11)) as a (agent, factor)
 cross join (values (date '2026-09-01'), ('2026-10-01')) as m (month)
 cross join (values ('gross_sales', 9430), ('refunded', 100), ('buyers', 46), ('inquirers', 10), ('ordered', 5), ('orderers', 10),
                    ('payers', 9), ('received', 20), ('replied', 19), ('answered_rounds', 1), ('response_ms', 33000))
       as v (measure, value);
insert into rollup.agent_day (agent, day, measure, value)
select a.agent, m.month + i, 'received', 20
  from (values ('mei'), ('wei')) as a (agent)
 cross join (values (date '2026-09-01'), ('2026-10-01')) as m (month)
 cross join generate_series(0, 1) as i;
insert into fact.target (hash, at, agent, period, metric, value) values
(1, '2026-10-01Z', 'mei', '2026-10', 'sales', 94300 / 0.92), (2, '2026-09-01Z', 'mei', '2026-09', 'sales', 94300 / 0.92);
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values
(1, '2026-10-31Z', 'mei', 'execution', '2026-10', 'zhao', 'lead', 80, 100),
(20, '2026-10-31Z', 'mei2', 'execution', '2026-10', 'sun', 'self', 20, 100);
insert into fact.agent_event (hash, at, day, agent, team, role) values
(1, '2026-01-01Z', '2026-01-01', 'mei', 'red', 'agent'), (2, '2026-01-01Z', '2026-01-01', 'wei', 'blue', 'agent');

create function pg_temp.keep_all() returns void language plpgsql as $$
begin
    while (period.keep('0')).month is not null loop
    end loop;
end $$;
create function pg_temp.live() returns setof text language sql as $$
    select format('score %s %s', m.month, (r.agent, r.scheme, r.scope, r.total, r.grade, r.rank, r.reached, r.barred, ref.said(r.why)))
      from period.used_months() m(month) cross join lateral score.results(m.month) r
    union all
    select format('indicator %s %s', m.month, c) from period.used_months() m(month) cross join lateral score.contributions(m.month) c
$$;
create function pg_temp.shown() returns setof text language sql as $$
    select format('score %s %s', s.month, (s.agent, s.scheme, s.scope, s.total, s.grade, s.rank, s.reached, s.barred, s.why))
      from merit.score s
    union all
    select format('indicator %s %s', i.month, (i.agent, i.scheme, i.indicator, i.value, i.points, i.weight, i.contribution,
                                                  i.numbers, i.edge, i.next_edge, i.missing, i.brings, i.out_of))
      from merit.score_indicator i
$$;
create function pg_temp.used() returns date[] language sql as $$ select array(select m from period.used_months() m order by 1) $$;
create function pg_temp.kept() returns date[] language sql as $$ select array(select m from unnest(score.kept_months()) m order by 1) $$;

select is(score.kept_months(), '{}', 'at first nothing is kept');
select is((period.keep('1 hour')).month, null, 'months that were changed just now are left alone');
select is((period.keep('0')).month, date '2026-10-01', 'the last month comes first');
select is((period.keep('0')).month, date '2026-09-01', 'then the one before');
select is((period.keep('0')).month, null, 'then there is nothing left to keep');
select is(pg_temp.kept(), '{2026-09-01,2026-10-01}', 'both months are kept');
select bag_eq('select pg_temp.shown()', 'select pg_temp.live()', 'what is kept is what is made');
update score.kept_result k set total = -1 where k.agent = 'mei';
select results_eq('select distinct total from merit.score where agent = $$mei$$', 'values (-1.0)', 'and it is read from there');
insert into score.stale (since, until) values ('2026-10-01', '2026-10-01');
select results_eq('select month, total = -1 from merit.score where agent = $$mei$$ order by 1',
                  $$ values (date '2026-09-01', true), ('2026-10-01', false) $$, 'but not where a month is marked');
select is(pg_temp.kept(), '{2026-09-01}', 'which counts as kept no more');
insert into score.stale (since, until) values ('-infinity', 'infinity');
select pg_temp.keep_all();
select bag_eq('select pg_temp.shown()', 'select pg_temp.live()', 'what is wrong in the kept rows is mended');

-- A change, whether it names a month, and none of the others.
create temporary table change (place integer generated always as identity, what text, statement text, months date[]);
insert into change (what, statement, months) values
('a sum of a month', $$ update rollup.agent_period set response_ms = response_ms * 9 where agent = 'mei' and grain = 'month' and start = '2026-10-01' $$, '{2026-10-01}'),
('a sum of a day', $$ update rollup.agent_period set received = 0 where agent = 'wei' and grain = 'day' and start = '2026-09-02' $$, '{2026-09-01}'),
('a row of the roll-up that goes', $$ delete from rollup.agent_period where agent = 'wei' and grain = 'month' and start = '2026-09-01' $$, '{2026-09-01}'),
('a row of the roll-up that comes', $$ insert into rollup.agent_period (grain, start, agent, received) values ('month', '2026-09-01', 'lan', 3) $$, '{2026-09-01}'),
('a month that comes', $$ insert into rollup.agent_period (grain, start, agent, received) values ('month', '2026-08-01', 'lan', 3) $$, '{2026-08-01}'),
('a month that goes', $$ delete from rollup.agent_period where start = '2026-08-01' $$, '{2026-08-01}'),
('surveys of a dimension', $$ insert into rollup.dimension_period values ('month', '2026-10-01', 'mei', 'speed', 2, 150) $$, '{2026-10-01}'),
('another opinion in them', $$ update rollup.dimension_period set csat_sum = 20 where agent = 'mei' $$, '{2026-10-01}'),
('a dimension that goes', $$ delete from rollup.dimension_period where agent = 'mei' $$, '{2026-10-01}'),
('whose an account is', $$ insert into ref.agent_alias values ('mei2', 'mei', '[2026-10-01,2026-11-01)') $$, '{2026-10-01}'),
('an account that is its own again', $$ delete from ref.agent_alias $$, '{2026-10-01}'),
('a mark', $$ insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values (2, '2026-11-01Z', 'mei', 'execution', '2026-10', 'zhao', 'lead', 60, 100) $$, '{2026-10-01}'),
('a mark that changes', $$ update fact.mark set score = 40 where hash = 2 $$, '{2026-10-01}'),
('a mark that moves', $$ update fact.mark set period = '2026-09' where hash = 2 $$, '{2026-09-01,2026-10-01}'),
('an exclusion', $$ insert into fact.exclusion (kind, reference, reason, excluded_at, excluded_by) values ('mark', '2', 'typo', '2026-11-01Z', 'zhao') $$, '{2026-09-01,2026-10-01}'),
('an exclusion that ends', $$ update fact.exclusion set ended_at = '2026-11-02Z', ended_by = 'zhao', ended_reason = 'none' where reference = '2' $$, '{2026-09-01,2026-10-01}'),
('a target', $$ insert into fact.target (hash, at, agent, period, metric, value) values (3, '2026-10-02Z', 'mei', '2026-10', 'sales', 200000) $$, '{2026-10-01}'),
('an excluded target', $$ insert into fact.exclusion (kind, reference, reason, excluded_at, excluded_by) values ('target', '3', 'typo', '2026-11-01Z', 'zhao') $$, '{2026-09-01,2026-10-01}'),
('a tally', $$ insert into fact.tally (hash, at, day, agent, kind, count) values (1, '2026-09-05Z', '2026-09-05', 'tao', 'late', 1) $$, '{2026-09-01}'),
('a lead', $$ insert into fact.agent_event (hash, at, day, agent, role) values (3, '2026-10-05Z', '2026-10-05', 'wei', 'dispatch') $$, '{2026-10-01}'),
('a record that goes', $$ delete from fact.agent_event where hash = 3 $$, '{2026-10-01}'),
('somebody who leaves', $$ insert into fact.agent_event (hash, at, day, agent, "left") values (4, '2026-09-05Z', '2026-09-05', 'wei', '2026-09-05') $$, '{2026-09-01,2026-10-01}'),
('other rules', $$ insert into ref.rule_set select r.* from ref.rules() o cross join lateral jsonb_populate_record(o, jsonb_build_object('effective', o.effective + interval '1 day', 'sales_net', not o.sales_net)) r $$, '{2026-09-01,2026-10-01}'),
('a scheme', $$ select score.load(jsonb_set(document, '{eligibility,min_days}', '9'), '2026-10-01') from document $$, '{2026-09-01,2026-10-01}'),
('another function for a rule', $$ update score.rule set function = 'score.rule_mark' where rule = 'bands'; update score.indicator set parameters = '{"allowed": [7]}' where rule = 'bands' $$, '{2026-09-01,2026-10-01}'),
('an empty table', $$ truncate fact.mark $$, '{2026-09-01,2026-10-01}');

-- Makes all months kept, then the change. What is shown after it is said as (the months that are kept no more, right, other).
create function pg_temp.after(statement text) returns table (gone date[], is_right boolean, is_other boolean) language plpgsql as $$
declare
    before   text[];
    used     date[];
    expected text[];
begin
    perform pg_temp.keep_all();
    used := pg_temp.used();
    before := array(select s from pg_temp.shown() s order by 1);
    execute statement;
    expected := array(select l from pg_temp.live() l order by 1);
    return query
    select array(select m from unnest(used || pg_temp.used()) m where m <> all (pg_temp.kept()) group by m order by m),
           expected = array(select s from pg_temp.shown() s order by 1), expected <> before;
end $$;
select is(a, row(c.months, true, true)::record, c.what)
  from (select * from change order by place) c cross join lateral pg_temp.after(c.statement) a;
select pg_temp.keep_all();
select bag_eq('select pg_temp.shown()', 'select pg_temp.live()', 'and so it is kept again');

-- What time alone changes: whose records count in the month that runs.
insert into fact.agent_event (hash, at, day, agent, role) values (9, '2026-10-20Z', '2026-10-20', 'mei', 'dispatch');
select pg_temp.keep_all();
set local merit.now = '2026-10-15T12:00:00Z';
select is(pg_temp.kept(), '{2026-09-01}', 'of a month that runs what another day''s records made does not count');
select bag_eq('select pg_temp.shown()', 'select pg_temp.live()', 'it is made for the reader');
select is((period.keep('0')).month, date '2026-10-01', 'and kept for that day');
set local merit.now = '2026-10-16T12:00:00Z';
select is(pg_temp.kept(), '{2026-09-01}', 'but not for the next');

-- What keeping leaves alone.
select pg_temp.keep_all();
create temporary table was as select k.ctid::text as place, k.agent from score.kept_result k where k.month = '2026-09-01';
update rollup.agent_period set overdue = overdue + 1 where agent = 'lan' and start = '2026-09-01';
select is((period.keep('0')).month, date '2026-09-01', 'what nobody''s score looks at changes');
select set_eq('select k.ctid::text as place, k.agent from score.kept_result k where k.month = $$2026-09-01$$', 'select place, agent from was',
              'rows that stay the same are not written');
select count(*) as marks from score.stale \gset
update rollup.agent_period set overdue = overdue where agent = 'nobody';
insert into fact.mark select * from fact.mark where false;
select is((select count(*) from score.stale), :marks::bigint, 'a statement without rows marks nothing');
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values
(7, '2026-12-31Z', 'mei', 'execution', '2026-Q4', 'zhao', 'lead', 80, 100);
select is((select count(*) from score.stale), :marks::bigint, 'nor does a mark of a longer period, which is no month''s');

-- Marks do not heap up while a month is never left alone, and to tidy up takes no pairs of them.
insert into score.stale (since, until) select '2026-10-01', '2026-10-01' from generate_series(1, 30000);
set local statement_timeout = '20s';
select period.keep('1 hour');
set local statement_timeout = 0;
select is((select count(*) from score.stale where since = '2026-10-01'), 1::bigint, 'one mark of a month stays');

-- A month whose scores cannot be made keeps neither the others from being kept nor marks from being tidied up.
select pg_temp.keep_all();
create function pg_temp.refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
create function pg_temp.sleep() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return new; end $$;
create trigger refuse before insert on score.kept for each row when (new.month = '2026-10-01') execute function pg_temp.refuse();
insert into score.stale (since, until) values ('-infinity', 'infinity');
select is(period.keep('0'), row(date '2026-10-01', 'no'::text)::record, 'a month cannot be kept, and it is said why');
select is(period.keep('0'), row(date '2026-09-01', null::text)::record, 'then it is the turn of the others');
select is((period.keep('0')).month, null, 'and then there is none');
select is(pg_temp.kept(), '{2026-09-01}', 'the others are kept');
select bag_eq('select pg_temp.shown()', 'select pg_temp.live()', 'it is made for the reader');
select is_empty('select from score.stale', 'no mark is left over');
insert into score.stale (since, until) values ('2026-10-01', '2026-10-01');
select is((period.keep('0')).month, null, 'however often it is marked');
select ok(u.again_at between clock_timestamp() + interval '1 minute' - (clock_timestamp() - now()) and clock_timestamp() + interval '1 minute',
          'it is not tried again for a minute') from score.unkept u;
drop trigger refuse on score.kept;
create trigger refuse before insert on score.kept for each row when (new.month = '2026-10-01') execute function pg_temp.sleep();
update score.unkept set again_at = clock_timestamp();
set local statement_timeout = '4s';
select is((period.keep('0')).problem, 'canceling statement due to statement timeout', 'nor does a month that takes too long');
set local statement_timeout = 0;
select cmp_ok(u.again_at, '>', clock_timestamp() + interval '70 s', 'which is tried again after twenty times as long') from score.unkept u;
drop trigger refuse on score.kept;
update score.unkept set again_at = clock_timestamp();
select is(period.keep('0'), row(date '2026-10-01', null::text)::record, 'once it can be made it is kept');
select is_empty('select from score.unkept', 'and that is all');

-- A scheme that cannot be followed.
update score.rule set function = 'score.gone' where rule = 'mark';
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values
(8, '2026-12-31Z', 'mei', 'execution', '2026-10', 'zhao', 'lead', 80, 100);
select matches((period.keep('0')).problem, 'score\.gone', 'nothing is kept, but nothing else fails');
select throws_ok('select count(*) from merit.score', '42883', null, 'readers are told');
select * from finish();
rollback;
