-- Of a kept month whose roll-ups change, only those agents are scored anew whose they are. What is shown is what score.* make of
-- everybody; that of the others is read is seen by what was put there.
begin;
\ir ../tall.psql
set local client_min_messages = warning;
set local timezone = 'UTC';
set local merit.now = '2026-11-15T12:00:00Z';
\set document `for up in . .. ../.. ../../..; do cat $up/config/schemes/shop-service.json && break; done 2>/dev/null`
select plan(56);

delete from score.indicator;
delete from score.grade;
delete from score.scheme;
delete from fact.mark;
delete from fact.target;
delete from fact.agent_event;
delete from rollup.agent_period;
create temporary table document as
select (:'document'::jsonb - 'weights_add_to') || jsonb_build_object('eligibility', (:'document'::jsonb -> 'eligibility') || '{"min_days": 2}') as document;
select score.load(document) from document;

-- Six agents in two teams, who worked on two days of October; fay on one alone, and so she has no rank.
insert into rollup.agent_period (grain, start, agent, received, replied, inquirers, ordered, orderers, payers, gross_sales, buyers)
select 'month', '2026-10-01', a.agent, 20, 19, 10, 3 + a.n % 3, 10, 9, 9000 + a.n * 100, 45
  from unnest('{ann,bob,cyn,dov,eve,fay}'::text[]) with ordinality as a(agent, n);
insert into rollup.agent_period (grain, start, agent, received)
select 'day', date '2026-10-01' + d, a.agent, 20
  from unnest('{ann,bob,cyn,dov,eve,fay}'::text[]) as a(agent) cross join generate_series(0, 1) d where a.agent <> 'fay' or d = 0;
insert into fact.target (hash, at, agent, period, metric, value)
select a.n, '2026-10-01Z', a.agent, '2026-10', 'sales', 10000 from unnest('{ann,bob,cyn,dov,eve,fay}'::text[]) with ordinality as a(agent, n);
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
select a.n, '2026-10-31Z', a.agent, 'execution', '2026-10', 'zhao', 'lead', 60 + a.n, 100
  from unnest('{ann,bob,cyn,dov,eve,fay}'::text[]) with ordinality as a(agent, n);
insert into fact.agent_event (hash, at, day, agent, team, role)
select a.n, '2026-01-01Z', '2026-01-01', a.agent, case when a.n <= 3 then 'red' else 'blue' end, 'agent'
  from unnest('{ann,bob,cyn,dov,eve,fay}'::text[]) with ordinality as a(agent, n);

create function pg_temp.keep_all() returns void language plpgsql as $$
begin
    while (period.keep('0')).month is not null loop
    end loop;
end $$;
create function pg_temp.live() returns text language sql as $$
    select string_agg(x.line, e'\n' order by x.line)
      from (select format('%s', (r.agent, r.scheme, r.scope, r.total, r.grade, r.rank, r.reached, r.barred, ref.said(r.why))) as line
              from score.results('2026-10-01') r
            union all
            select format('%s', c) from score.contributions('2026-10-01') c) x
$$;
create function pg_temp.shown() returns text language sql as $$
    select string_agg(x.line, e'\n' order by x.line)
      from (select format('%s', (s.agent, s.scheme, s.scope, s.total, s.grade, s.rank, s.reached, s.barred, s.why)) as line
              from merit.score s where s.month = '2026-10-01'
            union all
            select format('%s', (i.agent, i.scheme, i.indicator, i.value, i.points, i.weight, i.contribution,
                                 i.numbers, i.edge, i.next_edge, i.missing, i.brings, i.out_of))
              from merit.score_indicator i where i.month = '2026-10-01') x
$$;
create function pg_temp.touched() returns text[] language sql as $$ select score.touched('2026-10-01') $$;
create function pg_temp.sell(who text, sold numeric) returns void language sql as $$
    update rollup.agent_period set gross_sales = sold where grain = 'month' and start = '2026-10-01' and agent = who
$$;

select is(pg_temp.touched(), null, 'nothing is kept that could count');
select pg_temp.keep_all();
select is(pg_temp.touched(), '{}', 'of a kept month nobody is touched');
select pg_temp.sell('bob', 10000);
select is(pg_temp.touched(), '{bob}', 'then one is');
update rollup.agent_period set received = 0 where grain = 'day' and agent = 'cyn' and start = '2026-10-02';
select is(pg_temp.touched(), '{bob,cyn}', 'and one whose day changed');
select is(pg_temp.shown(), pg_temp.live(), 'and all is as if everybody were scored');
select results_eq('select rank, barred from merit.score where agent in ($$bob$$, $$cyn$$) order by agent', $$ values (1, null::text), (null, 'days') $$,
                  'with who sold most before the others, and without whom one day is too little');
update score.kept_indicator set points = 1 where agent = 'ann' and indicator = 'target_completion';
update score.kept_result set barred = 'status', why = 'bar.left' where agent = 'dov';
select bag_eq($$ select agent, points from merit.score_indicator where indicator = 'target_completion' and agent in ('ann', 'bob') order by 1 $$,
                  $$ values ('ann', 1.0), ('bob', 100) $$, 'the others'' points are read');
select bag_eq($$ select agent, barred, why from merit.score where barred is not null and agent <> 'cyn' order by 1 $$,
                  $$ values ('dov', 'status', ref.said('bar.left')), ('fay', 'days', ref.said(ref.message('bar.days', '1', '2'))) $$, 'and what bars them');
select bag_eq($$ select agent from score.eligible('2026-10-01', '{ann,bob,cyn,dov,eve,fay}') $$, $$ values ('ann'), ('bob'), ('eve') $$, 'whoever asks');

-- What counts for everybody.
create temporary table change (place integer generated always as identity, what text, statement text, touched text[]);
insert into change (what, statement, touched) values
('a row that comes', $$ insert into rollup.agent_period (grain, start, agent, received) values ('month', '2026-10-01', 'gus', 3) $$, '{gus}'),
('one that goes', $$ delete from rollup.agent_period where grain = 'month' and agent = 'gus' $$, '{gus}'),
('surveys of a dimension', $$ insert into rollup.dimension_period values ('month', '2026-10-01', 'eve', 'speed', 2, 150) $$, '{eve}'),
('a mark', $$ update fact.mark set score = 99 where agent = 'eve' $$, null),
('a target', $$ update fact.target set value = 9100 where agent = 'eve' $$, null),
('a record', $$ insert into fact.agent_event (hash, at, day, agent, role) values (90, '2026-10-05Z', '2026-10-05', 'eve', 'dispatch') $$, null),
('a month before', $$ insert into rollup.agent_period (grain, start, agent, received) values ('month', '2026-09-01', 'ann', 3) $$, '{}'),
('a table that is emptied', $$ truncate rollup.dimension_period $$, null),
('all agents of a large shop',
 $$ insert into rollup.agent_period (grain, start, agent, received) select 'month', '2026-10-01', 'x' || n, 1 from generate_series(1, 501) n $$, null),
('500 of them', $$ update rollup.agent_period set received = 2 where agent like 'x%' and agent <> 'x1' $$,
 (select array_agg('x' || n order by 'x' || n) from generate_series(2, 501) n)),
('the rest of them, since', $$ delete from rollup.agent_period where agent = 'x1'; delete from rollup.agent_period where agent like 'x%' $$, null);
create function pg_temp.after(statement text) returns table (touched text[], is_right boolean) language plpgsql as $$
begin
    perform pg_temp.keep_all();
    execute statement;
    return query select pg_temp.touched(), pg_temp.shown() = pg_temp.live();
end $$;
insert into score.stale (since, until) values ('-infinity', 'infinity');
select is(a, row(c.touched, true)::record, c.what)
  from (select * from change order by place) c cross join lateral pg_temp.after(c.statement) a;

-- Schemes in which somebody's points follow from another's are made whole.
create function pg_temp.scheme(indicator jsonb) returns jsonb language sql as $$
    select document || jsonb_build_object('indicators', jsonb_build_array(
               '{"indicator": "one", "name": {"zh": "x", "en": "x"}, "weight": 10, "better": "higher", "on_null": "leave_out"}'::jsonb || indicator))
      from document
$$;
create schema fixture;
create function fixture.rule_others(subjects score.subject[], numbers numeric[], parameters jsonb) returns score.verdict[] language sql as $$
    select array(select row(n, trim_scale(round(100 * n / max(n) over (), 12)), null, null, null)::score.verdict
                   from unnest(numbers) with ordinality as u(n, i) order by i)
$$;
insert into score.rule (rule, function, description, parameters) values ('others', 'fixture.rule_others', 'of the best', '{"type": "object"}');
create temporary table scheme (place integer generated always as identity, what text, indicator jsonb, apart boolean);
insert into scheme (what, indicator, apart) values
('what everybody has', '{"value": {"metric": "sales"}, "rule": "ratio", "parameters": {"times": 0.005, "cap": 100}}', true),
('a gate of one''s own', '{"values": [{"metric": "sales"}], "rule": "gate", "parameters": {"conditions": [{"at_least": 9500}], "of": "agent", "points": 100}}', true),
('a gate of the team', '{"values": [{"metric": "sales"}], "rule": "gate", "parameters": {"conditions": [{"at_least": 9500}], "of": "team", "points": 100}}', false),
('the mean of the team', '{"value": {"subtract": [{"metric": "sales"}, {"mean": [{"metric": "sales"}], "of": "team"}]}, "rule": "bands",
                            "parameters": {"at_least": [{"value": 0, "points": 100}], "otherwise": 10}}', false),
('a metric of the shop', '{"value": {"divide": [{"metric": "sales"}, {"metric": "sales", "of": "shop"}]}, "rule": "ratio", "parameters": {"times": 200, "cap": 100}}', false),
('a rule that nobody knows', '{"value": {"metric": "sales"}, "rule": "others", "parameters": {}}', false);
create function pg_temp.by(indicator jsonb) returns table (apart boolean, touched text[], is_right boolean) language plpgsql as $$
declare
    made integer;
begin
    perform score.load(pg_temp.scheme(indicator), '2026-10-01');
    made := (select max(s.version) from score.scheme s);
    perform pg_temp.sell('ann', 9000), pg_temp.keep_all();
    perform pg_temp.sell('ann', 12000);
    return query select score.apart('shop-service', made), pg_temp.touched(), pg_temp.shown() = pg_temp.live();
end $$;
select is(a, row(s.apart, '{ann}'::text[], true)::record, s.what)
  from (select * from scheme order by place) s cross join lateral pg_temp.by(s.indicator) a;

-- The distinct customers of a team may change while every agent's sums stay.
insert into settled.buyer select a.agent, '00000000-0000-0000-0000-000000000001', 'month', '2026-10-01', 1, 1, 1, 100 from unnest('{ann,bob}'::text[]) as a(agent);
select score.load(pg_temp.scheme('{"value": {"metric": "buyers", "of": "team"}, "rule": "ratio", "parameters": {"times": 10, "cap": 100}}'), '2026-10-01');
select is(a, row('{ann}'::text[], true)::record, 'one who was another''s customer, too')
  from pg_temp.after($$ update settled.buyer set customer = '00000000-0000-0000-0000-000000000002' where agent = 'ann' $$) a;
select results_eq('select distinct points from merit.score_indicator where month = $$2026-10-01$$ and agent in ($$ann$$, $$bob$$)', 'values (20.0)', 'counts as one more');
select is(a, row('{ann}'::text[], true)::record, 'a buyer who goes') from pg_temp.after($$ delete from settled.buyer where agent = 'ann' $$) a;
select is(a, row('{cyn}'::text[], true)::record, 'one who comes')
  from pg_temp.after($$ insert into settled.buyer values ('cyn', '00000000-0000-0000-0000-000000000003', 'month', '2026-10-01', 1, 1, 1, 100) $$) a;
update ref.shop set kept_from = '2026-11-01';
select rollup.seal(), rollup.seal();
select is(a, row('{}'::text[], true)::record, 'but not one of a day whose customers are counted, whom meritd retain deletes') from pg_temp.after($$ delete from settled.buyer where agent = 'cyn' $$) a;
update ref.shop set kept_from = null;
delete from rollup.sealed_buyers;

-- A month that is never left alone: what is kept is made anew for whom it is marked.
select score.load(document, '2026-10-01') from document;
select pg_temp.keep_all();
select pg_temp.sell('ann', 9300), pg_temp.sell('bob', 9400), pg_temp.sell('bob', 9500);
update score.kept set made_at = clock_timestamp(), took = '1 hour';
select is((period.keep('1 hour')).month, null, 'what was just made stays as it is');
select results_eq('select agents from score.stale', $$ values ('{ann,bob}'::text[]) $$, 'all marks of a month are one');
update score.kept_indicator set points = 1 where agent = 'cyn' and indicator = 'target_completion';
update score.kept set made_at = clock_timestamp() - interval '10 hours';
select is((period.keep('1 hour')).month, date '2026-10-01', 'some time later it is made anew');
select is_empty('select from score.stale', 'for whom it was marked');
select bag_eq($$ select agent, points from score.kept_indicator where month = '2026-10-01' and indicator = 'target_completion' and agent < 'd' order by 1 $$,
                  $$ values ('ann', 85.0), ('bob', 85.0), ('cyn', 1.0) $$, 'and for nobody else');
insert into score.stale (since, until) values ('2026-10-01', '2026-10-01');
select pg_temp.sell('ann', 9350);
update score.kept set made_at = clock_timestamp(), took = '1 hour';
select is((period.keep('1 hour')).month, null, 'nor is one that is marked for everybody, when it was just made');
select ok((select bool_or(s.agents is null) from score.stale s), 'nor is a mark for everybody lost among others');
update score.kept set made_at = clock_timestamp() - interval '10 hours';
select is((period.keep('1 hour')).month, date '2026-10-01', 'some time later it is made whole');
select is((score.kept_months() @> '{2026-10-01}', pg_temp.shown() = pg_temp.live()), (true, true), 'for everybody');
select is((select k.warnings from score.kept k where k.month = '2026-10-01'), null, 'without warnings, which wait until it is left alone');
insert into score.stale (since, until) values ('2026-10-01', 'infinity');
update score.kept set made_at = '-infinity';
select is((period.keep('1 hour')).month, null, 'what marks several months for everybody');
select pg_temp.keep_all();
select is(pg_temp.shown(), pg_temp.live(), 'is left alone first');
select pg_temp.sell('bob', 9550);
update score.kept set made_at = '-infinity';
select period.keep('1 hour');
select is((score.kept_months() @> '{2026-10-01}', pg_temp.shown() = pg_temp.live()), (true, true), 'what is kept anew is what is made');

-- Its warnings about agents wait until it was left alone.
update score.kept_indicator set points = 1 where agent = 'cyn' and indicator = 'target_completion';
select pg_temp.sell('bob', 9560);
update score.kept set made_at = '-infinity';
select is((period.keep('1 hour')).month, date '2026-10-01', 'while it is not');
select results_eq('select points from score.kept_indicator where month = $$2026-10-01$$ and indicator = $$target_completion$$ and agent = $$cyn$$', 'values (1.0)',
                  'it is made anew for no others');
select is((period.keep('1 hour')).month, null, 'nor at once after it');
update score.kept set made_at = clock_timestamp() - interval '2 hours';
select is((period.keep('1 hour')).month, date '2026-10-01', 'then they are made');
select is((select jsonb_typeof(k.warnings) from score.kept k where k.month = '2026-10-01'), 'array', 'and kept');
select is((period.keep('1 hour')).month, null, 'once');

-- One of which nothing counts is made whole, though it is never left alone.
create function pg_temp.kept_whole(statement text) returns table (month date, touched text[], is_right boolean) language plpgsql as $$
begin
    perform pg_temp.keep_all();
    update score.kept set made_at = '-infinity';
    execute statement;
    perform pg_temp.sell('bob', 9600);
    month := (period.keep('1 hour')).month;
    return query select kept_whole.month, pg_temp.touched(), pg_temp.shown() = pg_temp.live();
end $$;
select is(k, row(date '2026-10-01', '{}'::text[], true)::record, w.what)
  from (values ('a mark for everybody grows old among others',
                $$ insert into score.stale (since, until, marked_at) values ('2026-10-01', '2026-10-01', clock_timestamp() - interval '2 hours') $$),
               ('one of all months, too',
                $$ insert into score.stale (since, until, marked_at) values ('2026-10-01', 'infinity', clock_timestamp() - interval '2 hours') $$),
               ('a day passes', $$ update score.kept set staff_day = staff_day - 1 where month = '2026-10-01' $$),
               ('more agents than are scored apart', $$ insert into rollup.agent_period (grain, start, agent, received) select 'month', '2026-10-01', 'x' || n, 1 from generate_series(1, 300) n;
                   insert into rollup.agent_period (grain, start, agent, received) select 'month', '2026-10-01', 'y' || n, 1 from generate_series(1, 300) n $$))
       as w(what, statement)
 cross join lateral pg_temp.kept_whole(w.statement) k;
select pg_temp.keep_all();
update score.kept set staff_day = staff_day - 1, made_at = clock_timestamp(), took = '1 hour' where month = '2026-10-01';
select pg_temp.sell('bob', 9700);
select is((period.keep('1 hour')).month, null, 'but not all the time');
update score.kept set made_at = clock_timestamp() - interval '10 hours';
select is((period.keep('1 hour')).month, date '2026-10-01', 'nine times as long after the last time as that took');
select * from finish();
rollback;
