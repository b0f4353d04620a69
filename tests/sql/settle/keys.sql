-- A settlement finds what it needs by keys: however large the tables of facts are, few things take little.
begin;
\ir ../fixture.psql
select plan(2);

insert into fact.contact_part (customer, day, conversation, agent, counts_after, customer_messages, agent_messages,
                               agent_first_at, agent_last_at)
select md5((n / 5)::text)::uuid, '2026-01-01'::date + n % 100, n, 'a' || n % 50, '-infinity', 1, 1,
       '2026-01-01'::date + n % 100 + time '09:00', '2026-01-01'::date + n % 100 + time '10:00'
  from generate_series(1, 40000) n;
analyze fact.contact_part;

-- Fifty orders, each paid two days later.
select fixture.order('o' || n, 'c' || n, format('created 2026-03-%s 11:00 amount=10', 10 + n % 10),
                     format('paid 2026-03-%s 12:00 amount=10', 12 + n % 10))
  from generate_series(1, 50) n;
create function pg_temp.read_whole() returns bigint language sql as $$
    select sum(s.seq_tup_read) from pg_stat_xact_user_tables s where s.schemaname = 'fact' and s.relname = 'contact_part'
$$;
create temporary table before as select pg_temp.read_whole() as read;
select fixture.settle('2026-06-01');
select is((select count(*) from settled.orders), 50::bigint, 'orders are settled');
select is(pg_temp.read_whole(), (select read from before), 'and no table of parts was read from end to end');

select * from finish();
rollback;
