-- Drawn by the names of month, agent and conversation alone, so that whoever draws again has the same.

create or replace function web.samples(for_month date, agents text[]) returns table (key text, id text, agent text, content jsonb)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    template constant text := (select s.chat_url from period.setting s);
begin
    return query
    with wanted as materialized (  -- one row per agent of whom a scheme has a sample marked: of how many conversations
        select w.agent, max((l.leaf -> 'marks_needed')::integer) as size
          from score.in_force(for_month) f
          join score.scheme s on s.scheme = f.scheme and s.version = f.version
          join score.leaf l on l.scheme = f.scheme and l.version = f.version
         cross join lateral score.who(for_month, s.document -> 'applies_to', agents) w
         where (l.leaf -> 'marks_needed')::integer > 1
         group by w.agent
    ), conversation as materialized (  -- one row per agent and conversation in which the agent wrote, on the first day of that
        select c.agent, p.conversation, min(c.day) as day
          from settled.contact c
          join fact.counted_part p on p.customer = c.customer and p.day = c.day and p.agent = c.agent and p.agent_messages > 0
         where c.day >= for_month and c.day < for_month + interval '1 month' and c.agent = any (array(select w.agent from wanted w))
         group by c.agent, p.conversation
    ), shuffled as (
        select c.*, md5(concat_ws(' ', period.month_name(for_month), c.agent, c.conversation)) as lot from conversation c
    ), dealt as (  -- turn: the first of each day, then the second of each, …
        select s.*, row_number() over (partition by s.agent, s.day order by s.lot, s.conversation) as turn from shuffled s
    ), drawn as (
        select d.*, row_number() over (partition by d.agent order by d.turn, d.lot, d.conversation) as draw from dealt d
    )
    select d.agent::text, to_char(d.draw, 'FM0000000'), d.agent::text,
           jsonb_build_object('draw', d.draw, 'of', w.size, 'day', d.day, 'conversation', d.conversation, 'url', web.link(template, d.conversation))
      from drawn d
      join wanted w on w.agent = d.agent and d.draw <= w.size;
end $$;

comment on function web.samples(date, text[]) is
    'One row per conversation of these agents to be marked for the month, where a scheme has a sample marked (marks_needed): so many of those in which '
    'the agent wrote, or all if there are fewer, spread over the days; drawn at random, and the same whenever it is drawn of the same conversations.';
