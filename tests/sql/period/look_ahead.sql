-- Every metric has its look-ahead: that of the stretch of docs/metrics.md that it stands in. A month that closes before one is over
-- would freeze a number that still changes.
begin;
select plan(4);

\set document `for up in . .. ../.. ../../..; do [ -f $up/docs/metrics.md ] && cat $up/docs/metrics.md && break; done`
create temporary table named as  -- in the order of the document
select n[1] as metric, row_number() over (order by l.place, f.place) as place
  from regexp_split_to_table(split_part(:'document', E'\n## Metrics\n', 2), '\n') with ordinality as l(line, place)
 cross join lateral regexp_matches(split_part(l.line, '|', 2), '`([a-z_0-9]+)`', 'g') with ordinality as f(n, place)
 where l.line like '| `%';
create function pg_temp.stretch(first text, last text) returns setof text language sql as $$
    select n.metric from named n
     where n.place between (select a.place from named a where a.metric = first) and (select b.place from named b where b.metric = last)
$$;
create temporary table waited as
select 'order' as awaits, m as metric from pg_temp.stretch('inquirers', 'order_success') m
union all select 'order', m from pg_temp.stretch('valid_order_rate', 'paid_order_rate') m
union all select 'sales', m from pg_temp.stretch('sales', 'target_completion') m
union all select 'repeat', 'repeat_sales'
union all select 'credit', 'assisted'
union all select 'refund', m from pg_temp.stretch('refunded', 'refund_hours') m
union all select 'ticket', m from pg_temp.stretch('tickets', 'overdue') m
union all select 'ticket', 'complaint_rate';
insert into waited select 'chat', n.metric from named n where n.metric not in (select w.metric from waited w);
select cmp_ok((select count(distinct metric) from waited where awaits <> 'chat'), '>=', 27::bigint, 'stretches are found');
select results_eq('select metric, score.look_ahead(metric) from waited order by 1', 'select metric, awaits from waited order by 1',
                  'each metric of the document waits for what its stretch does');
select results_eq($$ select metric, score.look_ahead(metric) from unnest(array['asked_hour_07', 'asked_hour_24', 'response_within_45',
                      'first_response_within_9', 'response_within_x', 'csat:speed', 'csat:']) metric $$,
                  $$ values ('asked_hour_07', 'chat'), ('asked_hour_24', null), ('response_within_45', 'chat'),
                            ('first_response_within_9', 'chat'), ('response_within_x', null), ('csat:speed', 'chat'), ('csat:', null) $$,
                  'those with a number or a dimension in their name too');
select is(score.look_ahead('calls'), null, 'another waits for nothing, for there is none');

select * from finish();
rollback;
