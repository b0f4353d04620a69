-- What a superuser changes behind every trigger is named: each column of each table that pay hangs on, rows taken away, rows
-- put in, and lines of the ledger that are properly chained but follow from nothing.
begin;
\ir fixture.psql
select plan(23);

-- A shop with everything: a skipped month, an exclusion that ended and changed something, an accepted appeal, an action done, a
-- revision, a corrected settlement.
select fixture.staff(a, employee => e) from (values ('an', 'E1'), ('bo', 'E2'), ('cui', 'E3')) v(a, e);
insert into fact.order_event (hash, order_id, type, at, day, customer, amount, flagged)
select nextval('fixture.hash'), o, 'created', '2025-01-05Z', '2025-01-05', gen_random_uuid(), 1, false from unnest(array['o1', 'o2']) o;
select fixture.month(m::date, '{"an": 100, "bo": 85, "cui": 70}') from generate_series('2025-01-01'::date, '2025-03-01', '1 month') m;
select period.close('2025-02-01', as_of => '2025-03-20Z', accept_warnings => true, skip => true, reason => 'a test month');
select period.close('2025-03-01', as_of => '2025-04-20Z', accept_warnings => true);
select fact.include(fact.exclude('order', 'o1', 'a test'), 'none');
select fact.write_effect(max(id), false, array[row('2025-03-01', 'an', 'metric', 'sales', 7, null)::period.number], '{}', '{}') from fact.exclusion;
select period.action_set((select min(id) from period.action), 'done', 'talked');
create role fixture_clerk superuser;
insert into ref.login values ('fixture_clerk', 'bo');
set local session authorization fixture_clerk;
select period.appeal_file('2025-03-01', 'bo', 'target_completion', 'unjust', as_of => '2025-04-21Z'), period.acknowledge('2025-03-01');
reset session authorization;
select period.appeal_decide((select max(id) from period.appeal), true, 'granted',
                            '[{"kind": "order", "reference": "o2", "evidence": "seen"}]');
select pay.set_input('[{"month": "2025-02", "agent": "cui", "input": "own_commission", "amount": "30"},
                       {"month": "2025-02", "agent": "cui", "input": "shared_commission", "amount": "0"}]'), pay.settle_pay('2025-02-01');
select pay.set_input('[{"month": "2025-02", "agent": "cui", "input": "own_commission", "amount": "40"}]', reason => 'late'), pay.settle_pay('2025-02-01');
select period.evidence_withdraw(period.evidence_file('2025-03', 'cui', '特优', 'a letter', 'cui', 'helped', '2025-03-09'), 'a mistake');
select fixture.month('2025-03-01', '{"an": 85, "bo": 100, "cui": 70}');
select period.revise('2025-03-01', 'late orders');
select period.close_term('2025-Q1', accept_warnings => true);
select score.load(fixture.document() || '{"signatures": ["submit"]}');
select period.sign('2025-03', 'submit', schemes_in_force => true);

create function fixture.problems() returns bigint language sql as $$
    select (select count(*) from pay.verify_ledger()) + (select count(*) from period.verify())
$$;
select is(fixture.problems(), 0::bigint, 'all is right');
create table fixture.hashed as select distinct on (h.relation) h.* from pay.hashed() h order by h.relation, h.version desc;
create table fixture.kept as
select h.relation, h.columns from fixture.hashed h
union all
select r, array(select a.attname::text from pg_attribute a where a.attrelid = r::regclass and a.attnum > 0 and not a.attisdropped)
  from unnest(array['period.closing_scheme', 'period.result', 'period.indicator', 'period.metric', 'period.streak', 'period.term_scheme', 'period.term_part', 'period.term_result',
                    'period.term_indicator', 'pay.ledger', 'pay.journal']) r;
select is_empty($$ select h.relation, a.attname from fixture.kept h join pg_attribute a on a.attrelid = h.relation::regclass
                    where a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attname <> all (h.columns) $$,
                'every column of these tables is hashed: a new one makes a new version in pay.hashed');
select is_empty($$ select h.relation, c from pay.hashed() h, unnest(h.columns || h.key) c where not exists (
                       select from pg_attribute a where a.attrelid = h.relation::regclass and a.attname = c and not a.attisdropped) $$,
                'and each that is named is there');

-- The statements that take every guard off a table, and one that changes a column of its first row.
create function fixture.unguarded(relation text) returns text language sql as $$
    select concat_ws('; ', 'set local session_replication_role = replica', format('alter table %s disable trigger all', $1),
                     (select string_agg(format('alter table %s drop constraint %I cascade', $1, k.conname), '; ')
                        from pg_constraint k where k.conrelid = $1::regclass and k.contype in ('c', 'u')))
$$;
create function fixture.change(relation text, attribute text) returns text language sql as $$
    select format('update %s set %I = %s where ctid = (select t.ctid from %1$s t order by t.ctid limit 1)', $1, $2,
                  format(case format_type(a.atttypid, null)
                         when 'text' then 'coalesce(%I, '''') || ''x''' when 'boolean' then 'not %I' when 'date' then 'coalesce(%I, ''2020-01-01'') + 400'
                         when 'jsonb' then '''[{"x": 1}]''' when 'timestamp with time zone' then 'coalesce(%I, ''2020-01-01Z'') + interval ''1 second'''
                         when 'text[]' then '%I || ''x''::text' when 'bigint[]' then '%I || 77::bigint' when 'numeric[]' then '%I || 77::numeric' when 'uuid' then 'gen_random_uuid()' else 'coalesce(%I, 0) + 77' end, $2))
      from pg_attribute a where a.attrelid = $1::regclass and a.attname = $2
$$;
create function fixture.silent(relation text, change text) returns boolean language sql as $$
    select fixture.after(concat_ws('; ', fixture.unguarded($1), $2), 'select fixture.problems()') = '0'
$$;

-- An appeal is filed without the journal's lock: its entry is there when it is decided, or a posting states the head. Until then
-- it binds nobody, and is nothing that somebody else wrote.
create function fixture.entries() returns text language sql as $$
    select format('%s of %s', (select count(*) from pay.journal where relation = 'period.appeal'), (select count(*) from period.appeal))
$$;
set local session authorization fixture_clerk;
select period.appeal_file('2025-03-01', 'an', 'target_completion', i, as_of => '2025-04-21Z') from unnest(array['unjust', 'too']) i;
reset session authorization;
select is(fixture.entries(), '1 of 3', 'two appeals wait for their entries');
select is(fixture.problems(), 0::bigint, 'which is right');
select is(fixture.after($$ insert into period.appeal_decision values ((select max(id) from period.appeal), true, 'x', now(), 'me') $$,
                        'select string_agg(regexp_replace(v, ''\d+'', ''N''), '', '' order by v) from pay.verify_journal() v'),
          'period.appeal N was not written by meritd, period.appeal_decision N was not written by meritd', 'but not of one that is decided');
select is(fixture.after($$ select period.appeal_decide((select max(id) from period.appeal), false, 'no') $$, 'select fixture.entries() || fixture.problems()'),
          '3 of 30', 'a decision writes them');
select is(fixture.after($$ select fixture.month('2025-03-01', '{"an": 100, "bo": 70, "cui": 55}'), period.revise('2025-03-01', 'x') $$,
                        'select fixture.entries() || fixture.problems()'), '3 of 30', 'so does a revision');
select is(fixture.after(concat_ws('; ', 'select period.record_appeals()', fixture.unguarded('period.appeal'),
                                  $$ update period.appeal set agent = 'bo' where id = (select max(id) from period.appeal) $$),
                        'select fixture.problems()'), '1', 'and one that has its entry is not changed, decided or not');

update pg_attribute set attidentity = '' where attidentity = 'a' and attrelid in (select relation::regclass from fixture.kept);

select is_empty($$ select k.relation from fixture.kept k where fixture.after('select 1', format('select count(*) from %s', k.relation)) = '0'
                    and k.relation <> 'period.streak' $$, 'there is something in each');
select is_empty($$ select k.relation, c from fixture.kept k, unnest(k.columns) c
                    where k.relation <> 'period.streak' and fixture.silent(k.relation, fixture.change(k.relation, c)) $$,
                'whatever column is changed, it is named');
select is_empty($$ select k.relation from fixture.kept k where k.relation <> 'period.streak'
                    and fixture.silent(k.relation, format('delete from %s where ctid = (select t.ctid from %1$s t order by t.ctid limit 1)', k.relation)) $$,
                'whatever row is taken away');
select is_empty($$ select h.relation from fixture.hashed h
                    where h.relation not in ('period.closing', 'period.appeal', 'period.acknowledgement') and fixture.silent(h.relation, format(
                        'create temporary table added on commit drop as select * from %1$s limit 1; update added set %2$I = %3$s; insert into %1$s (%4$s) select %4$s from added',
                        h.relation, h.key[1], case h.key[1] when 'month' then 'month + 400' when 'term' then '''2026-Q3''' else h.key[1] || ' + 77' end,
                        (select string_agg(quote_ident(c), ', ') from unnest(h.columns) c))) $$,
                'whatever row is put in');
select is_empty($$ select c from unnest(array['document', 'checksum']) c where fixture.silent('score.scheme', fixture.change('score.scheme', c)) $$,
                'nor may a scheme become another one than a month was closed with');

-- An added line of the ledger, properly chained by the function itself, follows from nothing.
select is(fixture.after($$ select pay.append(array[row('2025-03', 1, 'cui', 'shop-service', reason, kind, amount, reverses, waives, 'x')::pay.entry], 'me')
                             from (values $$ || line || ') v(reason, kind, amount, reverses, waives)', 'select string_agg(problem, '', '' order by problem) from pay.verify_ledger()'),
          told, what)
  from (values ($$ ('first_streak', 'reward', 5000, null::bigint, null::bigint) $$, 'it was never posted, no result or streak of its period earns it', 'a reward of 5,000'),
               ($$ ('last', 'waived', 50, null, (select max(line) from pay.ledger where kind = 'penalty')) $$, 'no settlement waives it', 'a waiver'),
               ($$ ('last', 'reversal', 100, (select max(line) from pay.ledger where kind = 'penalty'), null::bigint) $$,
                format('it may not reverse line %s, it was never posted', (select max(line) from pay.ledger where kind = 'penalty')), 'a reversal')) v(line, told, what);
select is(fixture.after($$ alter table pay.ledger disable trigger all; delete from pay.ledger where line = (select max(line) from pay.ledger) $$,
                        'select array_agg(problem) from pay.verify_lines()'), '{"penalty of -100.00 for cui is missing in 2025-03, revision 1"}', 'a line that is missing');

-- A journal that is chained anew without one of its entries is not the one that was posted.
create function fixture.chain_anew() returns void language plpgsql as $$
declare
    e    pay.journal;
    last text := repeat('0', 64);
    n    bigint := 0;
begin
    create temporary table old_journal on commit drop as select * from pay.journal;
    delete from pay.journal;
    for e in select * from old_journal order by entry loop
        n := n + 1;
        e.entry := n;
        e.prev_hash := last;
        e.hash := pay.entry_hash(e);
        last := e.hash;
        insert into pay.journal select e.*;
    end loop;
end $$;
select is_empty($$ select * from pay.verify_ledger(pay.journal_head()) $$, 'the journal''s head may be given');
select is(fixture.after(concat_ws('; ', fixture.unguarded('pay.journal'), 'select fixture.chain_anew()'),
                        'select count(*) from pay.verify_journal()'), '0', 'the same entries make the same chain');
select is(fixture.after(concat_ws('; ', fixture.unguarded('pay.journal'), fixture.unguarded('period.skipped'), 'delete from period.skipped',
                                  $$ delete from pay.journal where relation = 'period.skipped' $$, 'select fixture.chain_anew()'),
                        'select array_agg(v order by v) from pay.verify_journal() v'),
          format('{"%s 2025-02, revision 0%s","%1$s 2025-03, revision 0%2$s","%1$s 2025-03, revision 1%2$s","%1$s 2025-Q1, revision 0%2$s"}',
                 'no entry of the journal has the head of the posting of', ': entries were removed since'),
          'an entry that is taken out and the rest chained anew: the postings show it');

-- A column that a migration adds changes no hash.
select is(fixture.after(string_agg(format('alter table %s add column fixture_more text default ''x''', k.relation), '; '), 'select fixture.problems()'), '0',
          'columns that are added later change no hash')
  from fixture.kept k where k.relation <> 'pay.journal';
select is_empty($$ select pay.append('{}', 'me'), l.line from pay.ledger l where l.hash <> encode(sha256(convert_to(pay.ledger_text(l), 'UTF8')), 'hex') $$, 'the chain is as it was');

select * from finish();
rollback;
