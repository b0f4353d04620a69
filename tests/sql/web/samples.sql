-- web.lists('samples'): which conversations are to be marked where a scheme has a sample marked.
begin;
\ir fixture.psql
select plan(30);
set local merit.now = '2026-03-20T12:00:00Z';

-- bob writes in seven conversations of March, of which c7 begins on the 4th and goes on on the 5th; in c8 nobody answers, c9 is cat's,
-- and f1 is of February. wei has one. Spam is excluded.
select fixture.chat('c' || n, 'customer ' || n, format('bob 2026-03-0%s answered=10:00>10:00:10', d)) from (values (1, 2), (2, 2), (3, 2), (4, 2), (5, 3), (6, 3)) v(n, d);
select fixture.chat('c7', 'ann', 'bob 2026-03-04 answered=23:00>23:00:10', 'bob 2026-03-05 answered=09:00>09:00:10');
select fixture.chat('c8', 'dan', 'bob 2026-03-06 unanswered=09:00');
select fixture.chat('c9', 'eve', 'cat 2026-03-07 answered=09:00>09:00:05');
select fixture.chat('f1', 'fay', 'bob 2026-02-27 answered=09:00>09:00:05');
select fixture.chat('w1', 'gil', 'wei 2026-03-03 answered=09:00>09:00:05');
select fixture.chat('spam', 'hal', 'bob 2026-03-08 answered=09:00>09:00:05');
select fact.exclude('conversation', 'spam', 'a test');
select fixture.settle('2026-03-20T12:00:00Z');
create function pg_temp.drawn(login text, members text) returns text language sql as $$
    select fixture.list(fixture.ask(login, 'lists(''samples'', ''2026-03-01'')'), 'rows', members)
$$;
create function pg_temp.days(login text) returns text language sql as $$
    select string_agg(r ->> 'day', ' ' order by r ->> 'day') from jsonb_array_elements(fixture.ask(login, 'lists(''samples'', ''2026-03-01'')') -> 'rows') r where r ->> 'agent' = 'bob'
$$;
select is(pg_temp.drawn('close_login', 'agent'), '', 'no scheme has a sample marked');

create function fixture.sampling(needed integer) returns jsonb language sql as $$
    select jsonb_set(fixture.scheme(), '{indicators,2}', jsonb_build_object('indicator', 'care', 'name', '{"zh": "用心", "en": "Care"}'::jsonb, 'weight', 25, 'better', 'higher', 'on_null', 'leave_out',
        'value', jsonb_build_object('marks', 'care', 'roles', '{"lead": 1}'::jsonb, 'points_of', 'mean', 'marks_needed', $1), 'rule', 'mark', 'parameters', '{"range": {"from": 0, "to": 100}}'::jsonb))
$$;
select score.load(fixture.sampling(1), '2026-03-01');
select is(pg_temp.drawn('close_login', 'agent'), '', 'one mark is no sample');
select score.load(fixture.sampling(4) || '{"applies_to": [{"roles": ["agent"]}]}', '2026-03-01');
select is(pg_temp.drawn('close_login', 'agent,draw,of'), 'bob 1 4, bob 2 4, bob 3 4, bob 4 4, cat 1 4, wei 1 4', 'four of bob''s, and all of who has fewer');
select matches(pg_temp.days('close_login'), '^2026-03-02 2026-03-0[23] 2026-03-0[34] 2026-03-04$', 'of each day one, before any has two; what goes on for days is of the first');
select is(pg_temp.drawn('zoe_login', 'agent'), 'bob, bob, bob, bob, cat', 'a lead sees those of the team');
select is(pg_temp.drawn('bob_login', 'agent'), 'bob, bob, bob, bob', 'agents their own');
select is(pg_temp.drawn('wei_login', 'agent,name,team,draw,day,conversation'), 'wei Weiname west 1 2026-03-03 w1', 'with the day');
select is(fixture.ask('reader_login', 'lists(''samples'')') ->> 'error', '42501', 'readers none');
select is(pg_temp.drawn('wei_login', 'url'), '-', 'no link is known');
select period.set_settings('{"web.chat_url=https://chat.example/c/{id}"}');
select is(pg_temp.drawn('wei_login', 'url'), 'https://chat.example/c/w1', 'to the conversation');

-- The same whenever it is drawn: of the same conversations, written in another order; a longer one begins with a shorter one.
create table fixture.before as select pg_temp.drawn('bob_login', 'draw,conversation') as drawn;
select fixture.chat('c' || n, 'customer ' || n, format('bob 2026-03-0%s answered=10:00>10:00:20', d)) from (values (6, 3), (5, 3), (4, 2), (3, 2), (2, 2), (1, 2)) v(n, d);
select fixture.settle('2026-03-20T12:00:00Z');
select is(pg_temp.drawn('bob_login', 'draw,conversation'), (select drawn from fixture.before), 'the same again');
select score.load(fixture.sampling(7), '2026-03-01');
select is(left(pg_temp.drawn('bob_login', 'draw,conversation'), length(b.drawn)), b.drawn, 'a longer one begins alike') from fixture.before b;
select is((select string_agg(c, ' ' order by c) from regexp_split_to_table(pg_temp.drawn('bob_login', 'conversation'), ', ') c), 'c1 c2 c3 c4 c5 c6 c7', 'all seven, and neither what nobody answered nor what is excluded');

select is(fixture.ask('zoe_login', 'lists(''samples'', ''2026-03-01'', most => 2)') ->> 'next', '["bob", "0000002"]', 'a page at a time');
select is(fixture.list(fixture.ask('zoe_login', format('lists(''samples'', ''2026-03-01'', after => %L, most => 1)', after)), 'rows', 'agent,draw'), seen, 'after ' || after)
  from (values ('["bob","0000007"]', 'cat 1'), ('["cat","0000001"]', ''), ('["aaa",""]', 'bob 1'), ('["wei","0000000"]', ''), ('["bobby","0000003"]', 'cat 1')) v(after, seen);  -- wei is of another team
select is(fixture.list(fixture.ask(l, 'lists(''samples'', ''2026-03-01'', agent => ''cat'')'), 'rows', 'agent,draw'), 'cat 1', l || ' asks of one agent') from unnest('{close_login,zoe_login}'::text[]) l;
select is(fixture.ask('zoe_login', 'lists(''samples'', ''2026-03-01'', agent => ''wei'')') ->> 'message', replace(fixture.ask('zoe_login', 'lists(''samples'', ''2026-03-01'', agent => ''abc'')') ->> 'message', 'abc', 'wei'),
          'who is another''s is refused as who is not there');
select is(fixture.list(fixture.ask('zoe_login', 'lists(''samples'', ''2026-03-01'', after => ''["bob","0000006"]'')'), 'rows', 'agent,draw'), 'bob 7, cat 1', 'and the next');

-- Who has fewer conversations than the sample needs as many marks: wei wrote in one, bob in seven, and cat has no marks.
create function pg_temp.mark(agent text, number integer, score numeric) returns void language sql as $$
    insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
    values (nextval('fixture.hash'), '2026-03-19T08:00:00Z', $1, 'care', '2026-03', 'zoe/' || $2, 'lead', $3, 100)
$$;
create function pg_temp.care(agent text) returns numeric language sql stable as $$
    select trim_scale(i.value) from merit.score_indicator i where i.month = '2026-03-01' and i.agent = $1 and i.indicator = 'care'
$$;
select pg_temp.mark('wei', 1, 80);
select pg_temp.mark('bob', n, 70) from generate_series(1, 6) n;
select is(pg_temp.care('wei'), 80::numeric, 'one mark of one conversation');
select is(pg_temp.care('bob'), null, 'but not six of seven');
select is((select string_agg(concat_ws(' ', d.agent, d.needed, d.given, d.marked), ', ' order by d.agent) from merit.marks_due d where d.period = '2026-03' and d.mark = 'care'), 'bob 7 6 f, cat 7 0 f, wei 7 1 t', 'which is what is due');
select pg_temp.mark('bob', 7, 84);
select is(pg_temp.care('bob'), 72::numeric, '(6 × 70 + 84) / 7');
update ref.shop set kept_from = '2026-04-01';
select is(rollup.seal(), '2026-02-01', 'months are counted');
select is(rollup.seal(), '2026-03-01', 'before their facts are deleted');
delete from settled.contact;
select is(pg_temp.care('wei'), 80::numeric, 'and need what they needed');

select * from finish();
rollback;
