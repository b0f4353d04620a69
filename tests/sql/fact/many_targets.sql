-- Targets of many agents, each looked for as the metrics do: whoever looks for one does not read those of all.
begin;
select plan(2);

insert into fact.target (hash, at, agent, period, metric, value)
select n, '2026-05-01', 'agent-' || n, '2026-05', 'sales', n from generate_series(1, 10000) n;
analyze fact.target;
create temporary table sought as
select coalesce(pg_stat_get_xact_tuples_returned('fact.target'::regclass), 0) as read_before;
select is(count(t.value), 1000::bigint, 'each agent has a target')
  from generate_series(1, 1000) n
 cross join lateral (select (select l.value from fact.last_target l
                              where l.period = to_char('2026-05-01'::date + n % 9, 'YYYY-MM') and l.metric = 'sales' and l.agent = 'agent-' || n) as value offset 0) t;
select cmp_ok(pg_stat_get_xact_tuples_returned('fact.target'::regclass) - read_before, '<', 10000::bigint, 'and no more than some rows were read for each') from sought;

select * from finish();
rollback;
