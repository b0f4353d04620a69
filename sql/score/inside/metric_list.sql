create or replace function score.metric_list() returns table (metric text, awaits text)
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select m.metric, l.awaits
      from (values
           ('chat', array['received', 'replied', 'reply_rate', 'rounds', 'answered_rounds', 'unanswered_rounds',
                          'handed_over_rounds', 'slow_rounds', 'trailing_rounds', 'suspended_rounds', 'bot_answered_rounds', 'queue_seconds',
                          'response_seconds', 'first_responses', 'first_response_seconds', 'response_p50', 'response_p90',
                          'response_p99', 'customer_messages', 'agent_messages', 'answer_ratio', 'surveys', 'csat']),
           ('order', array['inquirers', 'ordered', 'paid', 'inquiry_conversion', 'payment_conversion', 'lost_inquirers',
                           'orderers', 'payers', 'order_success', 'valid_order_rate', 'abnormal_order_rate', 'paid_order_rate']),
           ('sales', array['sales', 'buyers', 'unit_price', 'target_completion']),
           ('repeat', array['repeat_sales']),
           ('credit', array['assisted']),
           ('refund', array['refunded', 'refund_rate', 'refund_hours']),
           ('ticket', array['tickets', 'reopens', 'ticket_reopen_rate', 'ticket_resolve_hours', 'sla_rate', 'ticket_replies',
                            'ticket_reply_seconds', 'complaints', 'complaint_rate', 'disputes', 'overdue'])) as l(awaits, metrics)
     cross join unnest(l.metrics) as m(metric)
$$;

comment on function score.metric_list() is
    'The metrics with a fixed name, and what each still waits for after the end of a month: the look-ahead that period.final_from '
    'gives the word.';
