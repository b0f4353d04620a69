-- Every metric has its look-ahead: what period.final_from names, or else the chat's, and then it stands here.
begin;
select plan(2);

create function pg_temp.names_in(routine regproc) returns setof text language sql as $$
    select distinct m[1] from regexp_matches(pg_get_functiondef(routine), '''([a-z][a-z_0-9]+)''', 'g') as m
$$;
create temporary table known as
select m as metric from pg_temp.names_in('score.metric_known') m where score.metric_known(m);

select set_eq(
    $$ select metric from known where metric not in (select pg_temp.names_in('period.final_from')) $$,
    array['received', 'replied', 'reply_rate', 'rounds', 'answered_rounds', 'unanswered_rounds', 'handed_over_rounds',
          'slow_rounds', 'response_seconds', 'response_p50', 'response_p90', 'response_p99', 'first_responses',
          'first_response_seconds', 'customer_messages', 'agent_messages', 'answer_ratio', 'surveys', 'csat'],
    'these are over with the chat; a month that closes before another one is over would freeze a number that still changes');
select is_empty(
    $$ select m from unnest(array['inquirers', 'paid', 'order_success', 'sales', 'refund_hours', 'tickets', 'overdue']) m
        where m not in (select pg_temp.names_in('period.final_from')) $$,
    'others are looked for in the function');

select * from finish();
rollback;
