-- Every rule and every setting at both ends of what is allowed, over facts that reach them: every view answers, and
-- everything that calculates does.
begin;
\ir ../fixture.psql
set local merit.now = '2026-06-15Z';
select plan(8);

-- A year's wait, the largest amounts and counts, and numbers as near to nothing as they come.
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>2027-03-01T10:00 first=10:00>2027-03-01T10:00 intent=presale@10:00',
                    'bob 2026-03-02 unanswered=11:00,11:01,11:02 messages=2147480000/0 after=2026-03-03T11:00',
                    'cat 2026-03-02 answered=10:00>10:00 unanswered=12:00 messages=1/2147480000 handed_over=13:00', 'last bob');
select fixture.chat('c2', 'cid', 'cat 2026-03-31 answered=10:00>10:01');
select fixture.order('o1', 'ann', 'created 2026-03-02 11:00 amount=999999999999.99 agent=bob', 'paid 2026-03-02 12:00 amount=999999999999.99',
                     'paid 2027-03-02 12:00 amount=999999999999.99', 'refunded 2027-03-01 10:00 amount=999999999999.99');
select fixture.order('o2', 'cid', 'created 2026-03-31 10:30 amount=0.01', 'paid 2026-03-31 10:30 amount=0.01', 'refunded 2026-03-31 10:30 amount=0.01');
select fixture.order('o3', 'cid', 'created 2026-03-31 23:59 amount=5', 'paid 2026-04-01 00:01 amount=5');
select fixture.ticket('t1', 'created 2026-03-02 10:00 category=complaint agent=bob', 'replied 2027-03-01 10:00 agent=bob',
                      'closed 2027-03-02 10:00 sla_met=no', 'reopened 2027-03-03 10:00', 'closed 2028-03-02 10:00');
select fixture.survey(1, '2026-03-05 10:00', 9223372036854775807, 9223372036854775807, 'order', 'o1');
select fixture.survey(2, '2026-03-05 10:00', 1, 9223372036854775807, 'conversation', 'c1');
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values
(1, '2026-03-31Z', 'bob', 'execution', '2026-03', 'kim', 'lead', 1.7e308, 1.7e308), (2, '2026-03-31Z', 'bob', 'execution', '2026-03', 'bob', 'self', 5e-324, 1.7e308),
(3, '2026-03-31Z', 'cat', 'execution', '2026-03', 'kim', 'manager', 5e-324, 5e-324);
insert into fact.tally (hash, at, day, agent, kind, count) values
(1, '2026-03-31Z', '2026-03-31', 'bob', 'late', 1.7e308), (2, '2026-03-31Z', '2026-03-31', 'bob', 'late', 1.7e308), (3, '2026-03-31Z', '2026-03-31', 'cat', 'late', 5e-324);
insert into fact.target (hash, at, agent, period, metric, value) values
(1, '2026-03-31Z', 'bob', '2026-03', 'sales', 5e-324), (2, '2026-03-31Z', 'cat', '2026-03', 'sales', 1.7e308);
insert into fact.agent_event (hash, at, day, agent, name, team) values
(1, '2026-01-01Z', '2026-01-01', 'bob', 'Bob', 'east'), (2, '2026-01-01Z', '2026-01-01', 'cat', 'Cat', 'east');

create table fixture.reading as  -- every view, and what calculates
select format('select count(v::text) from %s v', c.oid::regclass) as query
  from pg_class c
 where c.relkind = 'v' and c.relnamespace::regnamespace::text in ('fact', 'settled', 'rollup', 'merit', 'period', 'pay', 'score')
union all
select unnest(array[
    'select count(*) from rollup.verify(''2026-03-01'', ''2026-04-01'') having count(*) = 0',
    'select fixture.rebuild(''2026-03-01'', ''2026-04-01'')',
    'select merit.explain(a, ''2026-03-01'', null, 10) from unnest(array[''bob'', ''cat'']) a',
    'select merit.status()',
    'select merit.shop_month_metrics(''2026-03-01''), merit.shop_grades(''2026-03-01'')',
    'select period.close(''2026-03-01'', accept_warnings => true, dry_run => true, anyway => true, reason => ''x'')',
    'select period.close(''2026-03-01'', accept_warnings => true, anyway => true, reason => ''x'');
     select count(*) from pay.payroll(''2026-03-01'', true); select count(*) from merit.pay_statement v where v::text <> '''';
     select count(*) from merit.result_indicator v where v::text <> ''''; select count(*) from period.verify() having count(*) = 0']);
create function pg_temp.problems() returns text language plpgsql as $$
declare
    found text := '';
    one   record;
    n     bigint;
begin
    perform fixture.settle('2026-06-15Z');
    for one in select r.query from fixture.reading r loop
        begin
            execute one.query;
            get diagnostics n = row_count;
            if n = 0 then raise exception 'no row'; end if;
            raise exception using errcode = 'MD001';
        exception when sqlstate 'MD001' then null;
                  when others then found := found || one.query || ': ' || sqlerrm || E'\n';
        end;
    end loop;
    return found;
end $$;
select cmp_ok((select count(*) from fixture.reading), '>', 35::bigint, 'that is every view, and what calculates');
select is(pg_temp.problems(), '', 'as it is at first');

-- A number at its lowest (1) or highest (2), a word the first, the second or the last of those allowed.
create function pg_temp.end_of(allowed text, side integer, word integer) returns text language sql as $$
    select case when allowed like 'up to %' then split_part(split_part(allowed, ' of ', 2), ' … ', side)
                when allowed like '%…%' then split_part(split_part(allowed, ', ', 1), ' … ', side)
                else split_part(allowed, ', ', case word when 3 then -1 else word end) end
$$;
create function pg_temp.problems_at(side integer, word integer) returns text language plpgsql as $$
declare
    one record;
begin
    for one in select replace(l.key, '.', '_') as rule, ref.rule_value(l.key, pg_temp.end_of(l.allowed, side, word)) as value
                 from ref.rule_list() l loop
        execute format('update ref.rule_set set %I = %L', one.rule, one.value);
    end loop;
    perform period.set_settings(array(select l.key || '=' || case when l.key = 'pay.minimum' then (array['0', '999999999999.99'])[side]
                                                                  when l.key like '%\_url' then (array['', 'https://shop.example/{id}'])[side]
                                                                  else pg_temp.end_of(l.allowed, side, 1) end
                                        from period.setting_list() l where l.key not in ('month.scheme', 'post.appeal_note')));
    perform fixture.rebuild('2026-02-01', '2028-04-01');
    return pg_temp.problems();
end $$;
select is(pg_temp.problems_at(side, word), '', format('all at the %s, the %s words', (array['lowest', 'highest'])[side], (array['first', 'second', 'last'])[word]))
  from (values (1, 1), (2, 2), (1, 3)) v (side, word);  -- a rule is a number or a word

-- Numbers of a scheme have limits, so that nothing made of them overflows.
\set document `for up in . .. ../.. ../../..; do cat $up/config/schemes/shop-service.json && break; done 2>/dev/null`
select is(fixture.rows(format('select path, problem from score.check(%L) where path like ''$.indicators%%''', jsonb_set(:'document', array['indicators', '0', member], number::jsonb))),
          format('$.indicators[0].%s %s', member, problem), member || ' ' || left(number, 20))
  from (values ('weight', '1e100000', 'must be less than 1000000000000; is ' || left('1' || repeat('0', 100), 37) || '...'),
               ('full_points', '-1e12', 'must be less than 1000000000000; is -1000000000000'),
               ('weight', '30.0000000000001', 'must have at most 12 decimals; is 30.0000000000001')) v (member, number, problem);

select * from finish();
rollback;
