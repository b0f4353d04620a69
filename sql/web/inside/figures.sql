create or replace function web.figures() returns text[]
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select array['received', 'replied', 'reply_rate', 'rounds', 'answered_rounds', 'unanswered_rounds', 'slow_rounds', 'response_seconds',
                 'first_response_seconds', 'inquirers', 'ordered', 'inquiry_conversion', 'orderers', 'payers', 'sales', 'csat']
$$;

comment on function web.figures() is 'The metrics that doors show of days and weeks.';
