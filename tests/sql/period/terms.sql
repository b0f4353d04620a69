-- Quarters, half-years and years: made of closed months, closed, revised, posted and verified like them, with what they ask of people.
begin;
\ir fixture.psql
set local merit.now = '2027-08-15T12:00:00Z';
select plan(60);

create function fixture.term(term text, revision integer default 0) returns text language sql stable as $$
    select string_agg(concat_ws(' ', r.agent, coalesce(r.rank::text, '-'), r.total, '/' || r.parts, r.barred), ', ' order by r.rank, r.agent)
      from period.term_result r where r.term = $1 and r.revision = $2 and r.scheme = 'shop-service'
$$;
create function fixture.asked(term text, state text default 'open') returns text language sql stable as $$
    select coalesce(string_agg(concat_ws(' ', a.agent, a.action), ', ' order by a.agent, a.action), '')
      from merit.action a where a.term = $1 and a.state = $2
$$;
create function fixture.in_the_way(statement text) returns text language plpgsql as $$
declare
    told text;
    more text;
begin
    execute statement;
    return 'nothing';
exception when others then
    get stacked diagnostics told = message_text, more = pg_exception_detail;
    return sqlstate || ' ' || told || coalesce(e'\n' || nullif(more, ''), '');
end $$;

-- How often a statement calls a function.
set local track_functions = 'all';
create function fixture.calls(called regprocedure, statement text) returns bigint language plpgsql as $$
declare
    before constant bigint := coalesce(pg_stat_get_xact_function_calls(called), 0);
begin
    execute statement;
    return coalesce(pg_stat_get_xact_function_calls(called), 0) - before;
end $$;

-- Names ---------------------------------------------------------------------------------------------
select results_eq($$ select t, s.grain, s.start, s.until from unnest(array['2026-Q1', '2026-Q4', '2026-H1', '2026-H2', '2026']) t cross join lateral period.term_span(t) s $$,
    $$ values ('2026-Q1', 'quarter', '2026-01-01'::date, '2026-04-01'::date), ('2026-Q4', 'quarter', '2026-10-01', '2027-01-01'),
              ('2026-H1', 'half_year', '2026-01-01', '2026-07-01'), ('2026-H2', 'half_year', '2026-07-01', '2027-01-01'), ('2026', 'year', '2026-01-01', '2027-01-01') $$,
    'what a name says');
select is_empty($$ select t from unnest(array['2026-Q5', '2026-Q0', '2026-H3', '2026-01', '26', '', '2026-q1', '2026-Q1 ', '1999', null]) t
                   cross join lateral period.term_span(t) s where s.grain is not null $$, 'and what is none');
select is(string_agg(period.term_name(g, d), ' ' order by g, d), '2026-H1 2026-H2 2026-06 2026-07 2026-Q2 2026-Q3 2026 2026', 'the name of what a day is in')
  from unnest(array['month', 'quarter', 'half_year', 'year']) g cross join unnest('{2026-06-30, 2026-07-01}'::date[]) d;

-- What a quarter asks for: of 4 ranked a quarter is one; 3 places; half from the bottom; two months below 70; two below 65 %.
select score.load(fixture.document() || '{
    "shares": {"quarter": [{"award": "best_agent", "of": "best", "share": 0.25}, {"award": "excellent", "of": "best", "places": 3, "due_days": 3},
                           {"award": "training", "of": "last", "share": 0.5}]},
    "counts": {"quarter": [{"award": "talk", "when": "below_coaching", "least": 2}, {"award": "move", "indicator": "target_completion", "below": 0.65, "least": 2}]}}');
select fixture.month('2025-01-01', '{"an": 100, "bo": 85, "cui": 70, "dan": 40}');
select fixture.month('2025-02-01', '{"an": 85, "bo": 100, "cui": 70, "dan": 25}');
select fixture.month('2025-03-01', '{"an": 70, "bo": 70, "cui": 85, "eve": 100}');
select results_eq('select term, state, why from merit.term order by term', $$ values
    ('2025' collate "C", 'provisional', 'not closed: 2025-01, 2025-02, 2025-03'), ('2025-H1', 'provisional', 'not closed: 2025-01, 2025-02, 2025-03'),
    ('2025-Q1', 'provisional', 'not closed: 2025-01, 2025-02, 2025-03') $$, 'a quarter waits for its months');
-- an and bo have (100 + 85 + 70) / 3: an was better in January. dan has (40 + 25) / 2, eve one month.
select is((select string_agg(concat_ws(' ', agent, coalesce(rank::text, '-'), total, '/' || parts, why), ', ' order by rank, agent) from merit.own_term_score where term = '2025-Q1'),
          'an 1 85.00 /3 85 reached; 15 % of a team of 4 is no place, bo 2 85.00 /3 85 reached; 15 % of a team of 4 is no place, cui 3 75.00 /3, dan 4 32.50 /2, eve - 100.00 /1 1 periods count, 2 needed',
          'as it is now');
-- Nothing is kept of these three months, two schemes score them, and the quarter, the half-year and the year are made of them.
select score.load(fixture.document() || '{"scheme": "other"}');
select is(fixture.calls('score.graded_under(date,text,integer,score.person[],text[],text[],boolean)', statement), 3 * 2::bigint, 'each month is scored once by each scheme: ' || statement)
  from (values ('select * from merit.own_term_score where term = ''2025-Q1'''), ('select * from merit.year_terms(''an'', 2025)'),
               ('select web.ranked_by_term(''quarter'', ''2025-01-01'', null, ''shop-service'')')) v(statement);
delete from score.indicator where scheme = 'other';
delete from score.grade where scheme = 'other';
delete from score.scheme where scheme = 'other';
select is(fixture.in_the_way($$ select period.close_term('2025-Q1') $$),
          e'55000 2025-Q1 is not closed: 1 thing is in the way\npart_open: not closed: 2025-01, 2025-02, 2025-03; close it first (meritd close)', 'no close before that of its months');
select is(fixture.in_the_way(format('select period.close_term(%L)', t)), told, 'refused: ' || t)
  from (values ('2025-Q5', '22023 "2025-Q5" is no quarter, half-year or year'), ('2024-Q1', '55000 there is nothing in 2024-Q1'), ('2025-01', '22023 "2025-01" is no quarter, half-year or year')) v(t, told);
select is(fixture.in_the_way($$ select period.revise_term('2025-Q1', 'x') $$), '55000 2025-Q1 is not closed, there is nothing to revise', 'nor a revision');

-- The close -----------------------------------------------------------------------------------------
select period.close(m::date, as_of => m + interval '1 month 10 days', accept_warnings => true, anyway => true, reason => 'a test')
  from generate_series('2025-01-01'::date, '2025-03-01', '1 month') m;
create table fixture.was as select month, revision, result_hash, input_hash from period.closing;
select is((select state from merit.term where term = '2025-Q1'), 'final', 'closed months make it final');
select is(fixture.after($$ select period.close_term('2025-Q1', dry_run => true) $$, 'select count(*) from period.term_closing'), '0', 'a dry run writes nothing');
create table fixture.report as select period.close_term('2025-Q1', by_person => 'wang') as report;
select is(fixture.term('2025-Q1'), 'an 1 85.00 /3, bo 2 85.00 /3, cui 3 75.00 /3, dan 4 32.50 /2, eve - 100.00 /1 parts', 'as it was frozen');
select is((select array_agg(concat_ws(' ', i.indicator, i.value, i.points, i.contribution) order by i.position) from period.term_indicator i where term = '2025-Q1' and agent = 'dan'),
          '{"2025-01 40.00 40.00 20","2025-02 25.00 25.00 12.5",2025-03}', 'what each month gave');
select is(report ->> 'done', 'true', 'done') from fixture.report;
select is(report -> 'parts', '{"2025-01": 0, "2025-02": 0, "2025-03": 0}', 'of what it is made') from fixture.report;
select is(fixture.asked('2025-Q1'), 'an best_agent, an excellent, bo excellent, cui excellent, cui training, dan move, dan talk, dan training', 'what it asks for');
select is((select string_agg(because, ' | ' order by agent, action) from merit.action where term = '2025-Q1' and agent in ('an', 'dan')),
          'rank 1 of 4 | rank 1 of 4 | 2 of 3 periods with target_completion below 0.65 | 2 of 3 periods below coaching | rank 4 of 4', 'and why');
select is((select array_agg(distinct extract(day from due - (select created_at from post.message where term = '2025-Q1'))::integer order by extract(day from due - (select created_at from post.message where term = '2025-Q1'))::integer)
             from merit.action where term = '2025-Q1'), '{3,14}', 'by when');
select is((select m.content -> 'awards' from post.message m where m.term = '2025-Q1'),
          '[{"award": "best_agent", "agent": "an", "name": null}, {"award": "excellent", "agent": "an", "name": null}, {"award": "excellent", "agent": "bo", "name": null}, {"award": "excellent", "agent": "cui", "name": null}]',
          'the best are posted, and not the last');
select is((select split_part(post.text(m.content, 'en', false, 4000), e'\n', 1) || ' | ' || split_part(post.text(m.content, 'en', false, 4000), e'\n', 3) from post.message m where m.term = '2025-Q1'),
          '2025-Q1 Ranking | best agent: an', 'in words');
select is((select string_agg(relation, ', ' order by entry) from pay.journal where relation = 'period.term_closing' or key in (select id::text from post.message where term is not null) and relation = 'post.message'),
          'period.term_closing, post.message', 'in the journal');
select is(period.close_term('2025-Q1') ->> 'already', 'true', 'a second close does nothing');
select is_empty('select * from period.verify()', 'all follows from what is frozen');
select is_empty('select * from pay.verify_ledger()', 'and the chain is whole');
select is(fixture.in_the_way('update period.term_result set total = 1') like '55000 update of period.term_result is refused%', true, 'nobody changes it');
select is(fixture.in_the_way($$ insert into period.term_part values ('2025-Q1', 0, '2025-04', 0) $$), '55000 insert into period.term_part is refused: revision 0 of 2025-Q1 is closed', 'nor adds to it');
select is((select array_agg(distinct term || ' ' || latest) from merit.term_result), '{"2025-Q1 true"}', 'it is shown as closed');

-- A revision ----------------------------------------------------------------------------------------
select is((select revision from merit.term where term = '2025-Q1' and due = '{}'), 0, 'nothing is due');
select fixture.month('2025-02-01', '{"an": 55, "bo": 100, "cui": 70, "dan": 25, "eve": 85}');
select period.revise('2025-02-01', 'late orders');
select is((select due || why from merit.term where term = '2025-Q1'), array['2025-02', 'closed; revised since: 2025-02, so a revision is due'], 'a month of it was revised: a revision is due');
select is(period.revise_term('2025-Q1', 'its February', dry_run => true) ->> 'changed', 'true', 'as a dry run says');
select period.revise_term('2025-Q1', 'its February');
-- eve: (85 + 100) / 2 = 92.5; an: 225 / 3. Of five a quarter is one, and half are two. cui ties with an, who was better in January.
select is(fixture.term('2025-Q1', 1), 'eve 1 92.50 /2, bo 2 85.00 /3, an 3 75.00 /3, cui 4 75.00 /3, dan 5 32.50 /2', 'the revision');
select is(fixture.term('2025-Q1', 0), 'an 1 85.00 /3, bo 2 85.00 /3, cui 3 75.00 /3, dan 4 32.50 /2, eve - 100.00 /1 parts', 'the old result stays');
select is(fixture.asked('2025-Q1'), 'an excellent, bo excellent, cui training, dan move, dan talk, dan training, eve best_agent, eve excellent', 'what it asks for now');
select is(fixture.asked('2025-Q1', 'waived'), 'an best_agent, cui excellent', 'and no more');
select is((select count(*) from jsonb_array_elements((select content -> 'difference' from post.message where term = '2025-Q1' and revision = 1))), 4::bigint, 'what differs is posted');
select is((select due from merit.term where term = '2025-Q1'), '{}', 'nothing is due any more');
select is(period.revise_term('2025-Q1', 'again') ->> 'done', 'false', 'a revision of what is the same does nothing');
select is_empty('select * from period.verify() union all select revision::text::date, 0, problem from (select null::text as revision, problem from pay.verify_ledger()) x', 'all of it follows');
select is_empty($$ select month, revision, result_hash, input_hash from fixture.was except select month, revision, result_hash, input_hash from period.closing $$, 'and no month was touched');

-- Who sees what ----------------------------------------------------------------------------------------
create role fixture_an;
grant merit_agent to fixture_an;
insert into ref.login (login, agent) values ('fixture_an', 'an');
create function fixture.as_an(query text) returns text language plpgsql as $$
declare
    answer text;
begin
    set local role fixture_an;
    execute query into answer;
    reset role;
    return answer;
exception when insufficient_privilege then
    reset role;
    return 'refused';
end $$;
select is(fixture.as_an(query), told, what)
  from (values ('select string_agg(distinct agent, '','') from merit.term_result', 'an', 'an agent sees what was frozen of her'),
               ('select string_agg(distinct agent, '','') from merit.own_term_score where term = ''2025-H1''', 'an', 'what her half-year would be'),
               ('select string_agg(distinct agent, '','') from merit.action where term is not null', 'an', 'and what is asked of her'),
               ('select count(*) from merit.year_terms(''bo'', 2025)', '0', 'nothing of others'),
               ('select count(*) from period.term_result', 'refused', 'no table'),
               ('select period.close_term(''2025-H1'')', 'refused', 'and closes nothing'),
               ('select concat_ws('' '', q ->> ''state'', q ->> ''revision'', q ->> ''why'', (select string_agg(concat_ws('' '', r ->> ''agent'', r ->> ''rank'', r ->> ''total''), '', '') from jsonb_array_elements(q -> ''rows'') r))
                   from web.ranking(''quarter'', ''2025-01-01'') q', 'closed 1 an 3 75.00', 'the page shows a closed quarter as it was closed, and an agent her own place in it'),
               ('select string_agg(concat_ws('' '', t ->> ''term'', t ->> ''revision'', t ->> ''rank'', t ->> ''total'', t ->> ''parts'', t ->> ''end''), '', '') from jsonb_array_elements(web.person(''an'', ''2025-02-01'') -> ''terms'') t',
                '2025-Q1 1 3 75.00 3 2025-03-31', 'beside her month'),
               ('select count(*) from jsonb_array_elements(web.person(''an'', ''2024-12-01'') -> ''terms'')', '0', 'not before it begins'),
               ('select string_agg(concat_ws('' '', a ->> ''term'', a ->> ''action''), '', '') from jsonb_array_elements(web.person(''an'', ''2025-03-01'') -> ''actions'') a where a ->> ''term'' <> '''' and a ->> ''state'' = ''open''',
                '2025-Q1 excellent', 'with what it asks of her, in its last month'),
               ('select count(*) from jsonb_array_elements(web.month_end(''2025-02-01'') -> ''actions'') a where a ->> ''term'' <> ''''', '0', 'and in no other'),
               ('select concat_ws('' '', q ->> ''state'', q ->> ''scheme'', q #>> ''{rows,0,agent}'', q #>> ''{rows,0,total}'', jsonb_array_length(q -> ''rows'')) from web.ranking(''half_year'', ''2025-01-01'') q',
                'final shop-service an 75.00 1', 'a half-year that is not closed, as it is now: of one quarter')) v(query, told, what);

-- What was changed behind every trigger is named ------------------------------------------------------
select is(fixture.after(format('alter table period.%1$s disable trigger all; update period.%1$s set %2$s', t, what),
                        'select string_agg(problem, '' | '' order by problem) from period.verify() where problem not like ''%hash to%'''), told, t)
  from (values ('term_result', $$ total = 99 where term = '2025-Q1' and revision = 1 and agent = 'an' $$, '2025-Q1: result of an does not follow from the indicators'),
               ('term_indicator', $$ value = 71 where term = '2025-Q1' and revision = 1 and agent = 'an' and indicator = '2025-03' $$,
                '2025-Q1: indicator 2025-03 of an does not follow from the metrics, or the parts')) v(t, what, told);
select is(fixture.after('alter table period.term_part disable trigger all; delete from period.term_part where part = ''2025-03'' and revision = 1',
                        'select count(*) > 0 from period.verify()'), 'true', 'a part that is taken away, too');

-- A year, of skipped and open months ------------------------------------------------------------------
select fixture.month('2025-07-01', '{"an": 100}');
select is((select blockers -> 0 ->> 'message' from merit.term where term = '2025'), 'not closed: 2025-07', 'a later month keeps the year open');
select is(fixture.in_the_way($$ select period.close_term('2025-Q3', anyway => true) $$) like e'55000 %\nearlier_term: earlier periods are not closed: 2025-H1;%', true, 'earlier ones come first')
  from (select period.close('2025-07-01', as_of => '2025-09-20Z', accept_warnings => true, anyway => true, reason => 'a test')) x;

select * from finish();
rollback;
