create or replace function web.parts(metric text) returns text[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case metric when 'reply_rate' then array['replied', 'received']
                       when 'inquiry_conversion' then array['ordered', 'inquirers']
                       when 'payment_conversion' then array['paid', 'inquirers']
                       when 'order_success' then array['payers', 'orderers']
                       when 'complaint_rate' then array['complaints', 'received']
                       when 'ticket_reopen_rate' then array['reopens', 'tickets']
                       when 'answer_ratio' then array['agent_messages', 'customer_messages']
                       when 'unit_price' then array['sales', 'buyers']
                       when 'target_completion' then array['sales', 'target'] end
$$;

comment on function web.parts(text) is
    'The metrics that a quotient is of, {numerator, denominator} (the target of sales: target); NULL: it is none whose parts are metrics. '
    'Nothing is calculated by it that the quotient does not confirm (web.lift).';
