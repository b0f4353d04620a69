create or replace function ref.rule_list(month date default null)
returns table (key text, value text, "default" text, allowed text, meaning text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with current as (select to_jsonb(r) as rules from coalesce(ref.rules_on(rule_list.month), ref.rules()) r)
    select k.key,
           case v.value when 'true' then 'yes' when 'false' then 'no' else translate(v.value, '[] ', '') end,
           k."default", k.allowed, k.meaning
      from current c
     cross join (values
           (1, 'session.idle_hours', '24', '1 … 8760', 'hours without a human message after which a session ends'),
           (2, 'order.judge', 'order', 'order, pay, order_first',
            'the moment an order is credited at: its creation, its first payment, or the first that finds somebody'),
           (3, 'order.by', 'latest', 'latest, rounds',
            'who is credited: the latest answer in the window, or most answered rounds in it'),
           (4, 'order.window_days', '2', '1 … 366', 'business days of the inquiry and credit window'),
           (5, 'order.pay_days', '7', '0 … 366', 'days after its creation within which an order is paid in time'),
           (6, 'sales.net', 'no', 'yes, no', 'whether sales leave out refunded parts of payments'),
           (7, 'refund.days', '15', '0 … 366', 'days after a payment within which a refund counts'),
           (8, 'response.from', 'question', 'question, assignment',
            'what a wait counts from: the question, or when the agent got it'),
           (9, 'response.cap_seconds', '600', '1 … 31536000', 'longest wait that response means count, seconds'),
           (10, 'response.slow_seconds', '40', '0 … 31536000', 'a longer wait makes a round slow, seconds'),
           (11, 'response.unanswered', 'omit', 'omit, cap',
            'whether unanswered rounds are left out of the response mean or count as the cap'),
           (12, 'response.within', '30,60,180', 'up to 4 of 0 … 31536000',
            'the seconds N of response_within_N and first_response_within_N'),
           (13, 'round.trailing', 'count', 'count, ignore',
            'whether rounds count that are left unanswered after a session''s last answer'),
           (14, 'ticket.clock', 'elapsed', 'hours, elapsed',
            'whether replies and resolutions take all the time that elapsed or what lies inside service hours'),
           (15, 'ticket.reopen_days', '15', '0 … 366', 'days after a resolution within which reopening counts'),
           (16, 'ticket.complaint_days', '6', '0 … 366', 'days after which a complaint without a due time is due')
           ) as k(place, key, "default", allowed, meaning)
     cross join lateral (select c.rules ->> replace(k.key, '.', '_') as value) v
     order by k.place
$$;

comment on function ref.rule_list(date) is
    'One row per rule: its key, the value in force in a month (given by a day of it; NULL: of the last rule set), the default, what is '
    'allowed, and what it means.';
