-- The table of words, and the shop's language: what leads, agents and payroll read, through the functions and views that they
-- read it by, first in English, then, of the same facts, in Chinese.
begin;
\ir ../period/fixture.psql
select plan(45);

-- The table. The places of a text, by what fills them: %s in order, or %2$s.
create function fixture.places(word text) returns bigint[] language sql as $$
    select array_agg(coalesce(m.found[1]::bigint, m.nth) order by coalesce(m.found[1]::bigint, m.nth))
      from regexp_matches(word, '%(?:(\d+)\$)?s', 'g') with ordinality as m(found, nth)
$$;
create table fixture.word as select * from ref.words();
select cmp_ok((select count(*) from fixture.word), '>', 150::bigint, 'there are words');
select is_empty('select key from fixture.word group by key having count(*) > 1', 'one row per key');
select is_empty($$ select key from fixture.word where (key ~ '^[a-z_]+\.[a-z_]+$' and zh <> '' and en <> '') is not true $$, 'each in both languages');
select is_empty('select key from fixture.word where fixture.places(zh) is distinct from fixture.places(en)', 'with the same places');
select is_empty('select key from fixture.word where array_length(fixture.places(en), 1) > 4', 'at most four');
select is_empty($$ select key from fixture.word where regexp_replace(zh || en, '%(\d\$)?s', '', 'g') like '%\%%' $$, 'and nothing else is a place');
select is_empty($$ select key, zh from fixture.word
                    where regexp_replace(zh, '%(\d\$)?s|\((silent|unassigned|bot)\)', '', 'g') ~ '[A-Za-z]' $$, 'Chinese has no English words');
select is_empty($$ select key, en from fixture.word where en ~ '[一-鿿，。：；（）“”]' $$, 'nor English Chinese ones');
select is_empty($$ select w.key from fixture.word w cross join unnest('{zh,en}'::text[]) l
                    where fixture.places(w.en) is not null
                      and ref.say(ref.message(w.key, variadic array(select '<' || p || '>' from unnest(fixture.places(w.en)) p)), l)
                          not like all (array(select '%<' || p || '>%' from unnest(fixture.places(w.en)) p)) $$, 'each place is filled');

-- Messages.
select is(ref.message('bar.days', '3', '10'), E'bar.days\t3\t10', 'a message is a key and what fills its places');
select is(ref.say(ref.message('cap.all', '85', '3', '20'), 'zh'), '总分已达 85；团队共 20 人，3 个名额已满', 'in the order that the language wants');
select is(ref.say(ref.message('bar.role', ref.term('role', 'dispatch')), l), w, 'a code that has a name is said')
  from (values ('en', 'role dispatch is not ranked'), ('zh', '岗位“调度”不参与排名')) v(l, w);
select is(ref.say(ref.message('bar.role', ref.term('role', E'night\tshift 100%')), 'en'), 'role night shift 100% is not ranked', 'one that a shop made up stays');
select is(ref.say(w, 'zh'), w, 'what is no message is said as it is') from unnest(array['3 months last', E'x\ty', 'bar', '', '100 %s']) w;
select is(ref.say('bar.days', 'en'), ' days with customers,  needed', 'nor does a key without its parameters fail');
select is(ref.said(null), null, 'nothing says nothing');

-- What people read, all of it. Names are numbers, so that whatever is a word is one of ours.
create table fixture.english (source text, place bigint, told text);
create table fixture.chinese (like fixture.english);
create function fixture.read() returns setof fixture.english language sql as $$
    select 'posting', row_number() over (order by m.id, line.n),
           replace(line.told, 'CNY', '')
      from post.message m
     cross join lateral string_to_table(post.body('webhook', '{"format": "wecom"}',
                    post.event(m.id, 'k')) #>> '{markdown,content}', E'\n') with ordinality line(told, n)
    union all
    select 'score', row_number() over (order by month, agent), why from merit.score where month < '2025-06-01' and why is not null
    union all
    select 'result', row_number() over (order by month, revision, agent), why from merit.result where why is not null
    union all
    select 'action', row_number() over (order by id), because from merit.action
    union all
    select 'note of an action', row_number() over (order by id), note from merit.action where note is not null
    union all
    select 'ledger', row_number() over (order by line), note from merit.ledger where note is not null
    union all
    select 'statement', row_number() over (order by month, agent, place), said from merit.pay_statement
    union all
    select 'setting', 1, value from period.setting_list() where key = 'post.appeal_note'
$$;
create function fixture.named(source text) returns bigint language sql as $$ select count(*) from fixture.english e where e.source = $1 $$;

-- Two share the first place of January; 104 is last, in January with a commission of 60; 108 and 109 are not ranked. In March
-- 102 was first and 104 last for the third time, until a revision of February takes that back.
select fixture.staff('108', status => 'probation'), fixture.staff('109', role => 'dispatch'), fixture.staff('107', joined => '2025-01-15');
select fixture.month('2025-01-01', '{"101": 100, "102": 100, "103": 70, "104": 40, "107": 70, "108": 85, "109": 85}');
select fixture.month(m, '{"101": 85, "102": 100, "103": 70, "104": 40}') from unnest('{2025-02-01,2025-03-01}'::date[]) m;
select fixture.mark('103', 'self', 100, '2025-01'), fixture.mark('103', 'lead', 60, '2025-01');
select fixture.close(m) from unnest('{2025-01-01,2025-02-01,2025-03-01}'::date[]) m;
select pay.set_input('[{"month": "2025-01", "agent": "104", "input": "own_commission", "amount": "60.00"},
                       {"month": "2025-01", "agent": "104", "input": "shared_commission", "amount": "0.00"}]');
select pay.settle_pay('2025-01-01');
select fixture.month('2025-02-01', '{"101": 85, "102": 70, "103": 40, "104": 100}');
select period.revise('2025-02-01', '2', as_of => '2025-05-20Z');
select pay.reverse_streak(line, '7') from pay.ledger where reason = 'first_streak';
create table fixture.hashed as select month, revision, result_hash from period.closing;
select is_empty('select * from period.verify()', 'what was frozen in English is what follows from it');
select is_empty('select * from pay.verify_ledger(null)', 'and the ledger');
insert into fixture.english select * from fixture.read();
select is((select string_agg(told, ' / ' order by told) from fixture.english where source = 'result' and told not like '%reached%'),
          'joined on 2025-01-15, after the month began / role dispatch is not ranked / status probation is not ranked', 'why there is no rank');
select is((select string_agg(distinct told, ' / ') from fixture.english where source = 'ledger'),
          '3 months first / 7 / beyond the commission / revision 1 / shared by 2', 'notes of the ledger');
select is((select string_agg(distinct told, ' / ') from fixture.english where source = 'note of an action'), 'revision 1 / revision 1 of 2025-02', 'of actions');
select set_has($$ select told from fixture.english where source = 'action' $$,
               $$ values ('self mark 100, lead 60'), ('total 40.00'), ('rank 3'), ('3 months last'), ('3 months below pass mark'), ('2 months below coaching') $$, 'why something is asked');
select is((select string_agg(said, ', ' order by place) from merit.pay_statement where month = '2025-01-01' and agent = '104'),
          'post wage, own commission, shared commission, seniority pay, ledger: last, penalty, ledger: last, waived, total', 'statements');

-- The shop's language changes at any time.
select ref.set_shop('shop', 'UTC', '00:00', 'CNY', '{}', 'key', 'zh');
insert into fixture.chinese select * from fixture.read();
select is_empty('select e.source, e.place from fixture.english e full join fixture.chinese c using (source, place) where e.told is null or c.told is null',
                'the same is told in Chinese');
select cmp_ok(fixture.named(s), '>', 2::bigint, 'there is a ' || s) from unnest('{posting,score,result,action,ledger,statement}'::text[]) s;
select is_empty($$ select source, told from fixture.chinese where told ~ '[A-Za-z]' $$, 'nothing English is in it');
select is_empty($$ select source, told from fixture.english where told ~ '[一-鿿，。：；（）“”]' $$, 'and was nothing Chinese in English');
select is_empty($$ select source, e.told from fixture.english e join fixture.chinese c using (source, place)
                    where e.told = c.told and e.told !~ '^[0-9. —…]*$' $$, 'all that is no number was said in both');
select is_empty('select * from fixture.hashed h join period.closing c using (month, revision) where c.result_hash <> h.result_hash', 'no hash moved');
select is_empty('select * from period.verify()', 'what was frozen still follows');
select is_empty('select * from pay.verify_ledger(null)', 'the ledger, too');
select is((select content #>> '{appeal,how}' from post.message where month = '2025-01-01'), 'Appeal to your team lead: the indicator, and the reason.',
          'a posting that was written stays');
select alike((select told from fixture.chinese where source = 'posting' and told like '申诉：%' limit 1), '申诉：向组长提出，写明指标和理由。（截止 %）', 'and is sent in Chinese');

-- What tables are made of.
select is((select string_agg(concat_ws(' ', key, word), ', ' order by key) from merit.spoken() where key in ('column.rank', 'grade.中等', 'state.open', 'bar.days')),
          'column.rank 名次, grade.中等 中等, state.open 待办', 'words without places');
select ref.set_shop('shop', 'UTC', '00:00', 'CNY', '{}', 'key', 'en');
select is((select string_agg(concat_ws(' ', key, word), ', ' order by key) from merit.spoken() where key in ('column.rank', 'grade.中等', 'state.open', 'bar.days')),
          'column.rank rank, grade.中等 Fair, state.open open', 'in English grades by the scheme''s names');

select * from finish();
rollback;
