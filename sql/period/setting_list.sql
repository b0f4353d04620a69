create or replace function period.setting_list()
returns table (key text, value text, "default" text, allowed text, meaning text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select v.key, v.value, v."default", v.allowed, v.meaning
      from period.setting s
     cross join lateral (values
           (1, 'month.scheme', s.scheme, '', 'a scheme, or nothing',
            'the scheme that pays; nothing: the only one in force (or the only one with rewards)'),
           (2, 'month.appeal_days', s.appeal_days::text, '7', '0 … 366', 'days after the posting to appeal in'),
           (3, 'month.action_days', s.action_days::text, '14', '1 … 366',
            'days until actions are due whose scheme does not say'),
           (4, 'month.marks_due_day', s.marks_due_day::text, '15', '1 … 28',
            'day of the following month by which marks are due whose scheme does not say'),
           (5, 'post.names_down_to', s.names_down_to::text, '', '0 … 1000000, or nothing',
            'last rank that postings name; nothing: everybody is named'),
           (6, 'post.appeal_note', coalesce(s.appeal_note, ref.said('post.how')), ref.said('post.how'), 'text',
            'how to appeal, as posted; by default in the shop''s language'),
           (7, 'pay.minimum', s.minimum_pay::text, '', 'an amount, or nothing',
            'pay that a penalty must not go below'),
           (8, 'web.slow_seconds', s.slow_seconds::text, '100', '1 … 86400',
            'a customer who waits longer is marked as one who waits too long'),
           (9, 'web.chat_url', s.chat_url, '', 'a URL with {id}, or nothing', 'where a conversation stands on the chat platform'),
           (10, 'web.order_url', s.order_url, '', 'a URL with {id}, or nothing', 'where an order stands in the shop')
           ) as v(place, key, value, "default", allowed, meaning)
     order by v.place
$$;

comment on function period.setting_list() is
    'One row per parameter of month end and of doors: its key, the value in force, the default, what is allowed, and what it means.';
