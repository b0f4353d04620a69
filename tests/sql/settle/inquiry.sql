-- settle.contacts_of, what orders decide of a contact: inquiry, ordered, paid.
begin;
\ir ../fixture.psql
select plan(32);

-- One contact of ann with bob on the 10th, first message at 12:00, and her orders; answers 'inquirers ordered paid'.
create function pg_temp.outcome(intent text, variadic orders text[]) returns text language plpgsql as $$
declare
    line   text;
    n      integer := 0;
    answer text;
begin
    perform fixture.chat('c', 'ann', 'bob 2026-03-10 answered=12:00>12:01 customer_at=12:00' || coalesce(' intent=' || intent
                         || '@12:00', ''));
    foreach line in array orders loop
        n := n + 1;
        perform fixture.order('o' || n, 'ann', line);
        if line like '% paid' then
            perform fixture.order('o' || n, 'ann', replace(line, 'created', 'paid'));
        end if;
    end loop;
    perform fixture.settle();
    select fixture.rows($q$ select inquirers, ordered, paid from settled.contact where agent = 'bob' $q$) into answer;
    delete from fact.order_event;
    insert into ingest.dirty (orders) select array_agg(o.order_id) from settled.orders o;
    perform fixture.settle();
    return answer;
end $$;

-- The inquiry matrix: presale is one, aftersale none; without an intent one unless there is an unflagged order created before
-- the first message, on the day or the day before.
select is(pg_temp.outcome('presale', 'created 2026-03-10 11:00 amount=5'), '1 0 0', 'presale, though an order came before');
select is(pg_temp.outcome('aftersale', 'created 2026-03-01 11:00 amount=5'), '0 0 0', 'aftersale, though none did in the window');
select is(pg_temp.outcome(null, 'created 2026-03-10 11:59:59.999 amount=5'), '0 0 0', 'an order a millisecond before');
select is(pg_temp.outcome(null, 'created 2026-03-09 00:00 amount=5'), '0 0 0', 'an order at the beginning of the day before');
select is(pg_temp.outcome(null, 'created 2026-03-08 23:59:59.999 amount=5'), '1 0 0', 'an order before that');
select is(pg_temp.outcome(null, 'created 2026-03-10 11:00 amount=5 flagged=yes'), '1 0 0', 'a flagged order is none');
select is(pg_temp.outcome(null, 'paid 2026-03-10 11:00 amount=5'), '1 0 0', 'nor is one that was never created');
select is(pg_temp.outcome(null, 'created 2026-03-10 11:00 amount=5 agent=cat'), '0 0 0', 'whoever it is credited to');

-- Ordered: an unflagged order credited to the agent, created at or after the first message, on the day or the next.
select is(pg_temp.outcome(null, 'created 2026-03-10 12:00 amount=5 agent=bob'), '1 1 0', 'at the first message itself');
select is(pg_temp.outcome('presale', 'created 2026-03-10 11:59:59.999 amount=5 agent=bob'), '1 0 0',
          'a millisecond before it is not ordered');
select is(pg_temp.outcome(null, 'created 2026-03-11 23:59:59.999 amount=5'), '1 1 0',
          'to the end of the next day, by the latest answer');
select is(pg_temp.outcome(null, 'created 2026-03-12 00:00 amount=5 agent=bob'), '1 0 0', 'not later');
select is(pg_temp.outcome(null, 'created 2026-03-10 12:30 amount=5 agent=cat'), '1 0 0', 'not another''s order');
select is(pg_temp.outcome(null, 'created 2026-03-10 12:30 amount=5 agent=bob flagged=yes'), '1 0 0', 'not a flagged one');
select is(pg_temp.outcome('aftersale', 'created 2026-03-10 12:30 amount=5'), '0 0 0', 'without an inquiry nothing is ordered');
select is(pg_temp.outcome(null, 'created 2026-03-10 11:00 amount=5', 'created 2026-03-10 12:30 amount=5'), '0 0 0',
          'nor after an order');

-- Paid: such an order in time paid.
select is(pg_temp.outcome(null, 'created 2026-03-10 12:30 amount=5 paid'), '1 1 1', 'paid');
select is(pg_temp.outcome(null, 'created 2026-03-10 12:30 amount=5', 'created 2026-03-11 12:30 amount=5 paid'), '1 1 1',
          'one of two is enough');
select is(pg_temp.outcome(null, 'created 2026-03-10 12:30 amount=5', 'created 2026-03-12 12:30 amount=5 agent=bob paid'), '1 1 0',
          'paid is the one that counts');
select is(pg_temp.outcome(null, 'created 2026-03-10 12:30 amount=5', 'created 2026-03-10 12:30 amount=5 agent=cat paid'), '1 1 0',
          'and his');

-- The window is a rule.
update ref.rule_set set order_window_days = 1;
select is(pg_temp.outcome(null, 'created 2026-03-09 12:00 amount=5', 'created 2026-03-11 00:00 amount=5 agent=bob'), '1 0 0',
          'one day');
update ref.rule_set set order_window_days = 4;
select is(pg_temp.outcome(null, 'created 2026-03-07 00:00 amount=5'), '0 0 0', 'four days back');
select is(pg_temp.outcome(null, 'created 2026-03-13 23:59 amount=5', 'created 2026-03-06 23:59 amount=5'), '1 1 0', 'four days on');
update ref.rule_set set order_window_days = 2;

-- Each agent's contact by itself: cat's inquiry came after the order that bob's led to.
select fixture.chat('d', 'dee', 'bob 2026-03-10 answered=12:00>12:01', 'cat 2026-03-10 answered=13:00>13:01');
select fixture.order('d1', 'dee', 'created 2026-03-10 12:30 amount=5');
select fixture.settle();
create function pg_temp.of(customer text) returns text language sql as $$
    select fixture.rows(format('select agent, day, inquirers, ordered, paid from settled.contact where customer = %L order by day, '
                        'agent',
                               fixture.customer(customer)))
$$;
select is(pg_temp.of('dee'), 'bob 2026-03-10 1 1 0, cat 2026-03-10 0 0 0', 'an order between two agents'' first messages');
select fixture.order('d1', 'dee', 'paid 2026-03-17 12:30 amount=5');
select fixture.settle();
select is(pg_temp.of('dee'), 'bob 2026-03-10 1 1 1, cat 2026-03-10 0 0 0', 'paid in time a week later');
-- Two days of one customer: an order serves both inquiries, if they are.
select fixture.chat('e', 'eva', 'bob 2026-03-10 answered=12:00>12:01 intent=presale@12:00',
                    'bob 2026-03-11 answered=12:00>12:01 intent=presale@12:00');
select fixture.order('e1', 'eva', 'created 2026-03-11 12:30 amount=5');
select fixture.settle();
select is(pg_temp.of('eva'), 'bob 2026-03-10 1 1 0, bob 2026-03-11 1 1 0', 'one order may serve the inquiries of two days');
-- The earliest customer message over all conversations decides; one sent to another agent does not.
select fixture.chat('f', 'fay', 'bob 2026-03-10 answered=12:00>12:01');
select fixture.order('f1', 'fay', 'created 2026-03-10 11:00 amount=5 agent=bob');
select fixture.settle();
select is(pg_temp.of('fay'), 'bob 2026-03-10 0 0 0', 'an order before');
select fixture.chat('f2', 'fay', 'cat 2026-03-10 messages=1/0 customer_at=10:00');
select fixture.settle();
select is(pg_temp.of('fay'), 'bob 2026-03-10 0 0 0, cat 2026-03-10 1 0 0', 'another agent''s earlier message does not help bob');
select fixture.chat('f3', 'fay', 'bob 2026-03-10 messages=1/0 customer_at=10:00');
select fixture.settle();
select is(pg_temp.of('fay'), 'bob 2026-03-10 1 1 0, cat 2026-03-10 1 0 0', 'his own in another conversation does');

-- A closing message is no first message: the first that asks decides, over all conversations.
select fixture.chat('g1', 'gus', 'bob 2026-03-10 messages=1/0 closing=1 customer_at=09:00');
select fixture.chat('g2', 'gus', 'bob 2026-03-10 messages=1/0 customer_at=12:00');
select fixture.order('g1', 'gus', 'created 2026-03-10 10:00 amount=5 agent=bob');
select fixture.settle();
select is(pg_temp.of('gus'), 'bob 2026-03-10 0 0 0', 'thanks at 9, an order at 10, a question at 12: the order came before');
select fixture.order('g2', 'gus', 'created 2026-03-10 12:30 amount=5 agent=bob');
select fixture.chat('g2', 'gus', 'bob 2026-03-10 messages=1/0 customer_at=12:00 intent=presale@12:00');
select fixture.settle();
select is(pg_temp.of('gus'), 'bob 2026-03-10 1 1 0', 'asked before the sale, ordered after it');
select fixture.chat('g2', 'gus', 'bob 2026-03-10 messages=1/0 closing=1 customer_at=12:00 intent=presale@12:00');
select fixture.settle();
select is(pg_temp.of('gus'), 'bob 2026-03-10 0 0 0', 'thanks that carry an intent are no inquiry');

select * from finish();
rollback;
