create or replace function post.body(kind text, options jsonb, event jsonb) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with said as (
        select coalesce(options ->> 'language', s.language) as language, kind = 'webhook' as hook,
               coalesce(options ->> 'format', 'json') as format
          from ref.shop s
    ), told as (
        select s.*, case when event #>> '{data,kind}' = 'result'
                         then post.own_text(event -> 'data', s.language, s.format = 'wecom', m.most)
                         else post.text(event -> 'data', s.language, s.format = 'wecom', m.most) end as text
          from said s
         cross join lateral (select case s.format when 'wecom' then 4096 when 'wecom_text' then 2048 else 16384 end as most) m
    )
    select case when s.hook and s.format = 'wecom'
                then jsonb_build_object('msgtype', 'markdown', 'markdown',
                         jsonb_build_object('content', s.text))
                when s.hook and s.format = 'wecom_text'
                then jsonb_build_object('msgtype', 'text', 'text',
                         jsonb_build_object('content', s.text))
                when s.hook and options ? 'template'
                then post.fill(options -> 'template', event || jsonb_build_object('text', s.text))
                else event end
      from told s
$$;

comment on function post.body(text, jsonb, jsonb) is
    'What to send a receiver of a posting (event: the posting as a CloudEvent). For WeCom''s group bot: markdown or text '
    'within its limits of 4096 and 2048 bytes. With a template: the template, filled with members of the CloudEvent and '
    'with "text". Otherwise the CloudEvent itself. Text is in the receiver''s language, or else the shop''s.';
