create or replace function score.metric_known(metric text)
returns boolean
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select metric ~ '^(mark|tally):.' or metric = any (array[
        'received', 'replied', 'reply_rate',
        'rounds', 'answered_rounds', 'unanswered_rounds', 'handed_over_rounds', 'slow_rounds',
        'response_seconds', 'first_responses', 'first_response_seconds',
        'response_p50', 'response_p90', 'response_p99',
        'customer_messages', 'agent_messages', 'answer_ratio',
        'inquirers', 'ordered', 'paid', 'inquiry_conversion', 'payment_conversion', 'lost_inquirers',
        'orderers', 'payers', 'order_success',
        'sales', 'buyers', 'unit_price', 'target_completion', 'assisted',
        'refunded', 'refund_rate', 'refund_hours',
        'surveys', 'csat',
        'tickets', 'reopens', 'ticket_reopen_rate', 'ticket_resolve_hours', 'sla_rate',
        'ticket_replies', 'ticket_reply_seconds', 'complaints', 'disputes', 'overdue'])
$$;

comment on function score.metric_known(text) is 'Whether merit.agent_month_metric can have a metric with this name.';
