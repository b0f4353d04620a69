-- What the month before hands on: targets of the five-grade sheet of business posts by hand, over three months; what a revision of a month
-- does to the next, and what is said of it; people with other names; what weighs nothing, and is refused.
begin;
\ir fixture.psql
\set business `for up in . .. ../.. ../../..; do cat $up/config/schemes/five-grade-business.json && break; done 2>/dev/null`
select plan(71);

create function fixture.left_alone(month date) returns text language sql as $$
    select coalesce(string_agg(distinct to_char(s.since, 'YYYY-MM'), ' '), '') from score.stale s where s.since = s.until and s.since >= $1
$$;

-- A close leaves the next month as it is while no scheme looks back; then it does not.
select fixture.month(m, '{"an": 100, "bo": 85}') from unnest('{2024-11-01,2024-12-01}'::date[]) m;
delete from score.stale;
select fixture.close('2024-11-01');
select is(fixture.left_alone('2024-11-01'), '2024-11', 'nothing is taken over, and December stays as it was');
select is_empty($$ select * from period.taken('2024-12-01') $$, 'nor is anything of the inputs of the next month');

select score.load(:'business', '2025-01-01');
select period.set_settings('{month.scheme=five-grade-business}');
-- Another scheme, for one person, with an indicator of the same name; what it takes over counts up to 5.
select score.load((fixture.document() - '{rewards,streaks,improvement_plan,self_mark_gap,evidence,pay,terms,shares,year_end,weights_add_to}'::text[])
    || '{"scheme": "other", "applies_to": [{"agents": ["solo"]}], "indicators": [
        {"indicator": "work", "name": {"zh": "x", "en": "x"}, "weight": 10, "better": "higher", "on_null": "zero", "value": {"tally": "work"}, "rule": "ratio", "parameters": {"times": 1, "cap": 100}},
        {"indicator": "capped", "name": {"zh": "x", "en": "x"}, "weight": 0, "better": "lower", "on_null": "zero", "value": {"least": [{"number": 5}, {"before": "heads_missing", "otherwise": 2}]},
         "rule": "figure", "parameters": {}},
        {"indicator": "heads_missing", "name": {"zh": "x", "en": "x"}, "weight": 0, "better": "lower", "on_null": "zero", "value": {"tally": "left"}, "rule": "ratio", "parameters": {"times": 1, "cap": 100}}]}', '2025-01-01');
delete from score.stale;
select fixture.close('2024-12-01');
select is(fixture.left_alone('2024-11-01'), '2024-12 2025-01', 'what looks back is made anew after a close');

create function fixture.counted(agent text, month date, target numeric, heads numeric default 0, profit numeric default 0, other numeric default 0) returns void language sql as $$
    delete from fixture.metric m where m.agent = $1 and m.month = $2;
    insert into fixture.metric (agent, month, metric, value)
    select $1, $2, v.metric, v.value from (values ('received', 0), ('tally:heads', $4), ('tally:heads_profit', $5), ('tally:other_profit', $6)) v(metric, value) where v.value > 0 or v.metric = 'received';
    insert into rollup.agent_period (grain, start, agent, received) values ('month', $2, $1, 1) on conflict do nothing;
    insert into fact.target (hash, at, agent, period, metric, value)
    select nextval('fixture.hash'), $2, $1, to_char($2, 'YYYY-MM'), 'tally:heads', $3 where $3 is not null;
    insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values (nextval('fixture.hash'), $2, $1, 'exam', to_char($2, 'YYYY-MM'), 'lin', 'lead', 80, 100);
    insert into score.stale (since, until) values ($2, $2);
$$;
-- heads that count, carried, target, completion and its points, missing
create function fixture.heads(agent text, month date, view text default 'merit.score_indicator') returns text language plpgsql as $$
declare
    shown text;
begin
    execute format('select concat_ws('' '', %s) from %s i where i.agent = %L and i.month = %L and i.scheme = ''five-grade-business''',
        (select string_agg(format('max(trim_scale(round(i.%s, 3))) filter (where i.indicator = %L)', v.what, v.indicator), ', ' order by v.n)
           from (values (1, 'value', 'heads'), (2, 'value', 'heads_carried'), (3, 'value', 'heads_target'), (4, 'value', 'heads_completion'), (5, 'points', 'heads_completion'),
                        (6, 'value', 'heads_missing')) v(n, what, indicator)), view, agent, month) into shown;
    return shown;
end $$;
select fixture.staff('dir', 'trade', role => 'business-director'), fixture.staff('solo', 'trade', role => 'lead');
select fixture.staff(a, 'trade', role => 'business-manager') from unnest('{man,dbl,none,low,new,dora}'::text[]) a;

-- January, the first month. dir: 60 heads of 30 yuan, and 5 × 300 of other business: 60 + 30 of 150. man: 40 of 24 yuan count half. dbl: 50 of 50 double,
-- the target to the head. none: nothing. low: 20 of 25 are 20.
select fixture.month('2025-01-01', '{"solo": 100}');
insert into fixture.metric values ('solo', '2025-01-01', 'tally:left', 10);
select fixture.counted('dir', '2025-01-01', 150, 60, 1800, 1500), fixture.counted('man', '2025-01-01', 100, 40, 960), fixture.counted('dbl', '2025-01-01', 100, 50, 2500),
       fixture.counted('none', '2025-01-01', 100), fixture.counted('low', '2025-01-01', 100, 20, 500);
select is(fixture.heads(v.agent, '2025-01-01'), v.shown, v.agent || ' in January')
  from (values ('dir', '90 0 150 0.6 50 60'), ('man', '20 0 100 0.2 1 80'), ('dbl', '100 0 100 1 100 0'), ('none', '0 0 100 0 0 100'), ('low', '20 0 100 0.2 1 80')) v(agent, shown);
select is((select string_agg(concat_ws(' ', agent, total, grade), ', ' order by agent) from merit.score where month = '2025-01-01' and scheme = 'five-grade-business'),
          'dbl 100.00 A, dir 100.00 A, low 100.00 A, man 100.00 A, none 100.00 A', 'the sheet is the exam alone: heads do not count in it');
select is((select string_agg(concat_ws(' ', indicator, value, coalesce(points::text, '-'), weight, coalesce(contribution::text, '-')), ', ' order by indicator)
             from merit.score_indicator where month = '2025-01-01' and agent = 'dir' and scheme = 'five-grade-business' and indicator in ('profit_per_head', 'heads_target')),
          'heads_target 150 - 0 -, profit_per_head 30 1 0 0', 'a figure has no points, and nothing that weighs 0 contributes');

-- February: 105 of 150 + 60 is half to the head. dbl has nothing to catch up, and 120 of 100 leave nothing to hand on. none has no target of
-- the month: what was carried stays, and 5000 / 50 meet it. man was away. low: 27 of 180. new: another manager.
select fixture.month('2025-02-01', '{"solo": 100}');
select fixture.counted('dir', '2025-02-01', 150, 105, 2625), fixture.counted('dbl', '2025-02-01', 100, 120, 5999), fixture.counted('none', '2025-02-01', null, 0, 0, 5000),
       fixture.counted('low', '2025-02-01', 100, 27, 700), fixture.counted('new', '2025-02-01', null);
select is(fixture.heads('dir', '2025-02-01'), '105 0 150 0.7 50 45', 'while January is open, nothing of it is carried');
create function pg_temp.keep_all() returns void language plpgsql as $$
begin
    while (period.keep('0')).month is not null loop
    end loop;
end $$;
select pg_temp.keep_all();
create table fixture.hash_before as select period.input_hash('2025-02-01') as hash;
select fixture.close('2025-01-01');
select ok(not '2025-02-01' = any (score.kept_months()), 'what is kept of February does not outlive the close of January');
select isnt(period.input_hash('2025-02-01'), (select hash from fixture.hash_before), 'which its results follow from');
select is(fixture.heads(v.agent, '2025-02-01'), v.shown, v.agent || ' in February')
  from (values ('dir', '105 60 210 0.5 50 105'), ('dbl', '120 0 100 1.2 100 0'), ('none', '100 100 100 1 100 0'), ('low', '27 80 180 0.15 1 153'), ('new', '0 0 0 50 0')) v(agent, shown);
select pg_temp.keep_all();
select is(fixture.heads('dir', '2025-02-01'), '105 60 210 0.5 50 105', 'and kept');
select is((select trim_scale(value) from merit.score_indicator where agent = 'solo' and month = '2025-02-01' and indicator = 'capped'), 5::numeric, 'solo has ten of another scheme, of which 5 count');
select is((select trim_scale(value) from merit.score_indicator where agent = 'solo' and month = '2025-01-01' and indicator = 'capped'), 2::numeric, 'and had what the scheme says of a first month');
select is((select string_agg(a, ',' order by a) from jsonb_array_elements(period.warnings('2025-02-01')) w cross join jsonb_array_elements_text(w -> 'agents') a
            where w ->> 'message' like '%tally:heads'), 'new,none', 'a target that a figure needs is missed');
select fixture.close('2025-02-01');
select is(fixture.heads('dir', '2025-02-01', 'merit.result_indicator'), '105 60 210 0.5 50 105', 'frozen like that');
select is_empty('select month::text, problem from period.verify() union all select line::text, problem from pay.verify_ledger()', 'and it follows');

-- March: man was not scored in February. low misses half for the third time.
select fixture.counted('dir', '2025-03-01', 150, 10, 300), fixture.counted('man', '2025-03-01', 100, 100, 3000), fixture.counted('low', '2025-03-01', 100, 1, 30);
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values (nextval('fixture.hash'), '2025-03-02', 'man', 'exam', '2025-03', 'lin', 'lead', 69.9, 100);
select is(fixture.heads('man', '2025-03-01'), '100 0 100 1 100 0', 'who was away last month has nothing carried');
select is(fixture.heads('dir', '2025-03-01'), '10 105 255 0.039 1 245', 'and dir has 105');

-- Whoever may see scores sees what was handed on, and nobody else what others had.
create role dir_login in role merit_agent;
create role closing_login in role meritd_close;
insert into ref.login (login, agent) values ('dir_login', 'dir');
set local role closing_login;
select is((select string_agg(agent || ' ' || trim_scale(value), ', ' order by agent) from merit.score_indicator where month = '2025-03-01' and indicator = 'heads_carried'), 'dir 105, low 153, man 0', 'the closing role sees all');
set local role dir_login;
select is((select string_agg(agent || ' ' || trim_scale(value), ', ' order by agent) from merit.own_indicator where month = '2025-03-01' and indicator = 'heads_carried'), 'dir 105', 'dir her own');
select throws_ok($$ select * from score.carried('2025-02-01', 0, 'five-grade-business', '{heads_missing}') $$, '42501', null, 'and not what others have');
reset role;


-- January is revised: 500 yuan more of other business are ten heads, which moves no total. solo has 8 left instead of 10.
select fixture.counted('dir', '2025-01-01', 150, 60, 1800, 2000);
update fixture.metric set value = 8 where agent = 'solo' and month = '2025-01-01' and metric = 'tally:left';
create table fixture.revision as select period.revise('2025-01-01', 'late profit') as r;
select is((select concat_ws(' ', r ->> 'done', r ->> 'revision') from fixture.revision), 'true 1', 'a revision that moves no total is made');
select is((select string_agg(concat_ws(' ', p ->> 'agent', p ->> 'name', trim_scale((p ->> 'frozen')::numeric), trim_scale((p ->> 'revised')::numeric)), ', ' order by p ->> 'agent', p ->> 'name')
             from fixture.revision, jsonb_array_elements(r -> 'plan') p where p ->> 'item' = 'indicator' and p ->> 'name' ~ 'missing|target'),
          'dir five-grade-business heads_missing 60 50, solo other heads_missing 10 8', 'and says which figures it changes');
select is((select string_agg(concat_ws(' ', left(l ->> 'month', 7), l ->> 'scheme', l ->> 'agent', l ->> 'indicator', trim_scale((l ->> 'was')::numeric), trim_scale((l ->> 'becomes')::numeric)), ', ' order by l ->> 'agent')
             from fixture.revision, jsonb_array_elements(r -> 'later_carried') l),
          '2025-02 five-grade-business dir heads_missing 60 50, 2025-02 other solo heads_missing 10 8', 'and what February, which is closed, took over');
select is(fixture.heads('dir', '2025-02-01', 'merit.result_indicator'), '105 60 210 0.5 50 105', 'February stays as it was closed');
select is((select string_agg(concat_ws(' ', agent, name, trim_scale(frozen::numeric), trim_scale(round(today::numeric, 3)), trim_scale(round(difference, 3))), ', ' order by agent, name)
             from merit.month_drift where month = '2025-02-01'),
          'dir five-grade-business heads_carried 60 50 -10, dir five-grade-business heads_completion 0.5 0.525 0.025, dir five-grade-business heads_missing 105 95 -10, '
          'dir five-grade-business heads_target 210 200 -10', 'and shows what it would be: for solo no other');
select pg_temp.keep_all();
select is((select count(*) from period.kept_drift where month = '2025-02-01'), 4::bigint, 'which is kept');
select is((select count(*) from period.overtaken('2025-02-01')), 2::bigint, 'two figures were taken over that are others now');
select is((select string_agg(period.said(jsonb_build_array(w)) -> 0 ->> 'message', e'\n') from jsonb_array_elements(period.warnings('2025-03-01')) w where w ->> 'code' = 'overtaken'),
          '2025-02 took over figures of 2025-01 as they were before its revision, and would differ now: dir', 'a close of March warns of those who would have others');
select throws_like($$ select period.close('2025-03-01', as_of => '2025-04-11') $$, '2025-03 %', 'and is stopped by it');
select is(fixture.heads('dir', '2025-03-01'), '10 105 255 0.039 1 245', 'March is made of February as it was closed');

create table fixture.next as select period.revise('2025-02-01', 'January was revised') as r;
select is((select concat_ws(' ', r ->> 'done', r ->> 'later_carried') from fixture.next), 'true []', 'February is revised, and March is open');
select is(fixture.heads('dir', '2025-02-01'), '105 50 200 0.525 50 95', 'with 50 carried');
select is(fixture.heads('dir', '2025-03-01'), '10 95 245 0.041 1 235', 'so March follows');
select is_empty($$ select * from jsonb_array_elements(period.warnings('2025-03-01')) w where w ->> 'code' = 'overtaken' $$, 'and nothing is to be warned of');
select is_empty($$ select * from merit.month_drift $$, 'nor drifts');
select is(period.revise('2025-02-01', 'again') ->> 'changed', 'false', 'again it changes nothing');
select is_empty('select month::text, problem from period.verify() union all select line::text, problem from pay.verify_ledger()', 'all of it follows still');

-- A figure is the person's: dir's account was dora's all February. From March on alone it is not known whose February was.
select fixture.counted('dora', '2025-03-01', 150);
insert into ref.agent_alias values ('dir', 'dora', '[2025-03-01,2025-04-01)');
select is(fixture.heads('dora', '2025-03-01'), '0 0 150 0 0 150', 'an account that became hers in March brings nothing');
delete from ref.agent_alias;
delete from score.stale;
insert into ref.agent_alias values ('dir', 'dora', '[2025-02-01,2025-03-01)');
select is((select max(s.until) from score.stale s), date '2025-03-01', 'whose February was is something that March follows from');
update ref.agent_alias set days = '[2025-02-01,2025-04-01)';
select is(fixture.heads('dora', '2025-03-01'), '0 95 245 0 0 245', 'one that was hers all February does');
delete from ref.agent_alias;
insert into ref.agent_alias values ('low', 'dir', '[2025-01-01,2025-04-01)');
select is((select trim_scale(value) from merit.score_indicator where agent = 'dir' and month = '2025-03-01' and indicator = 'heads_carried'), 95::numeric,
          'of two accounts, of which low hands on 153, that of her own name counts');
delete from ref.agent_alias;

-- An exam that is failed is all that man's sheet has. Three months under half ask for more, two do not; dir's quarter has one.
select fixture.close('2025-03-01');
select is((select string_agg(concat_ws(' ', a.agent, a.action, a.because), ', ') from merit.action a where a.month between '2025-01-01' and '2025-03-01'), 'man interview total 0.00', 'D and E ask for an interview');
select period.close_term('2025-Q1', accept_warnings => true, anyway => true, reason => 'last year is open');
select is((select string_agg(concat_ws(' ', agent, action, because), ', ' order by agent, action) from merit.action where term = '2025-Q1'),
          'low minimum_wage 3 of 3 periods with heads_completion below 0.5, low move_of_post 3 of 3 periods with heads_completion below 0.5', 'low has 0.2, 0.15 and 1 of 253');
select is_empty('select problem from period.verify()', 'which follows');

-- Half a year of five people, month by month, against a calculation of its own; then the first of these months is revised, and the others in
-- their order. heads: of each month, what is sold of a target of 100; every seventh is away.
create table fixture.chain as
select format('c%s', n) as agent, m::date as month, row_number() over (partition by n order by m) as i, (n * 5 + extract(month from m)::integer * 13) % 7 = 0 as away,
       ((n * 37 + extract(month from m)::integer * 53) % 90 + 20)::numeric as heads
  from generate_series(1, 5) n, generate_series('2025-04-01'::timestamp, '2025-09-01', '1 month') m;
create function fixture.expected_missing() returns table (agent text, month date, missing numeric) language sql stable as $$
    with recursive walk as (
        select c.agent, c.month, c.i, case when not c.away then greatest(0, 100 - c.heads) end as missing from fixture.chain c where c.i = 1
        union all
        select c.agent, c.month, c.i, case when not c.away then greatest(0, 100 + coalesce(w.missing, 0) - c.heads) end
          from walk w join fixture.chain c on c.agent = w.agent and c.i = w.i + 1
    )
    select w.agent, w.month, w.missing from walk w where w.missing is not null
$$;
create function fixture.frozen_missing() returns table (agent text, month date, missing numeric) language sql stable as $$
    select r.agent::text, r.month, trim_scale(r.value) from merit.result_indicator r
     where r.indicator = 'heads_missing' and r.scheme = 'five-grade-business' and r.month >= '2025-04-01' and r.revision = period.latest(r.month)
$$;
select count(*) from (select fixture.staff(a, 'trade', role => 'business-manager') from (select distinct agent as a from fixture.chain) x) f;
select count(*) from (select fixture.counted(agent, month, 100, heads, heads * 30) from fixture.chain where not away) f;
select count(*) from (select fixture.close(m::date) from generate_series('2025-04-01'::timestamp, '2025-09-01', '1 month') m) f;
select set_eq('select * from fixture.frozen_missing()', 'select * from fixture.expected_missing()', 'half a year of what is handed on');
update fixture.chain set heads = heads + 15 where month = '2025-04-01';
select count(*) from (select fixture.counted(agent, month, 100, heads, heads * 30) from fixture.chain where month = '2025-04-01' and not away) f;
select count(*) from (select period.revise(m::date, 'late') from generate_series('2025-04-01'::timestamp, '2025-09-01', '1 month') m) f;
select set_eq('select * from fixture.frozen_missing()', 'select * from fixture.expected_missing()', 'and revised in their order');
select cmp_ok((select count(*) from period.closing where revision = 1 and month >= '2025-05-01'), '>', 1::bigint, 'as far as it reaches');
select is_empty('select * from merit.month_drift', 'so nothing drifts');

-- What agreements are about is the sheet: what weighs nothing for anybody is due all the same, and is no pass mark.
select is((select string_agg(u.indicator, ',' order by u.indicator) from score.unweighed('2026-01-01') u
            where u.scheme = 'agreed'), null, 'nobody has agreed');
select score.load(:'business'::jsonb || '{"scheme": "agreed", "applies_to": [{"agents": ["an"]}],
    "agreed": [{"agents": ["an"], "from": "2026-01", "until": "2026-01", "weights": {"exam": 80}, "by": "lin", "on": "2025-12-28"}]}', '2026-01-01');
select is((select string_agg(u.indicator, ',' order by u.indicator) from score.unweighed('2026-01-01') u where u.scheme = 'agreed'), 'common,post', 'what weighs 0 by agreement is not due, what weighs 0 for all is');

-- What is refused.
create function fixture.refused(path text[], value jsonb) returns text language sql as $$
    select string_agg(c.path || ': ' || c.problem, ' | ' order by c.path, c.problem) from score.check(jsonb_set((select document from score.scheme where scheme = 'other'), $1, $2)) c
$$;
select is(fixture.refused(v.path::text[], v.value::jsonb), v.told, v.value)
  from (values ('{indicators,1,value}', '{"before": "heads_mising", "otherwise": 0}', '$.indicators[1].value.before: must be an indicator; is "heads_mising"; did you mean heads_missing?'),
               ('{indicators,1,value}', '{"before": "capped"}', '$.indicators[1].value.otherwise: is required'),
               ('{indicators,1,value}', '{"before": "capped", "otherwise": "0"}', '$.indicators[1].value.otherwise: must be a number; is "0"'),
               ('{indicators,0,weight}', '0', '$.indicators: needs one that weighs more than 0'),
               ('{indicators,0,value}', '{"indicator": "work", "as": "value"}', '$.indicators[0].value.indicator: must be an indicator that stands above; is "work"'),
               ('{indicators,2,value}', '{"indicator": "work", "as": "points"}', '$.indicators[2].value.as: must be one of value; is "points"'),
               ('{indicators,2,value}', '{"indicator": "capped"}', '$.indicators[2].value.indicator: needs "as": "value": the rule figure gives capped no points'),
               ('{indicators,2,value}', '{"indicator": "capped", "as": "value"}', null),
               ('{pay}', '{"inputs": ["wage"], "plus": "ledger", "items": [{"item": "x", "name": {"zh": "x", "en": "x"}, "amount": {"indicator": "capped"}}]}',
                '$.pay.items[0].amount.indicator: needs "as": "value": the rule figure gives capped no points'),
               ('{grades,0,pass_marks}', '{"capped": 3}', '$.grades[0].pass_marks.capped: must be an indicator that weighs more than 0')) v(path, value, told);
select is((select string_agg(concat_ws(': ', c.path, c.problem), ' | ') from score.scheme s
            cross join lateral score.check(s.document || '{"streaks": [{"when": "below_coaching", "months": 1, "action": "interview", "starts_again": true}],
                                                          "self_mark_gap": {"grades": 1, "compared_with": "lead", "actions": ["interview"]}}') c where s.scheme = 'other'),
          '$.streaks[0].action: must not be interview: that is a step of self_mark_gap here', 'an interview is a streak''s or a gap''s');
select matches(fixture.refused('{period}', '"quarter"'), '\$\.indicators\[1\]: must not look at the month before \(before\): that is for months, and the scheme scores a quarter', 'nor is there a quarter before');

select * from finish();
rollback;
