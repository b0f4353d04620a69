-- Drawn by the names of month, agent and conversation alone, so that whoever draws again has the same, whichever part of it. The agents are drawn in
-- their order, as many as fill the page: of how many a part is enough is known only once it is drawn, so each further part is twice as large.

create or replace function web.samples(for_month date, agents text[], from_key text[], wanted integer)
returns table (key text, id text, agent text, content jsonb)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    template constant text := (select s.chat_url from period.setting s);
    due      record;   -- agents of whom a scheme has a sample marked, from the page's first on; and of how many conversations, up to each
    part     integer;  -- of due, its first
    goal     integer := wanted;
    found    integer := 0;
    drawn    integer;
begin
    select array_agg(w.agent order by w.agent) as agents, array_agg(w.size order by w.agent) as sizes, array_agg(w.up_to order by w.agent) as up_to
      into due
      from (select w.agent collate "C" as agent, max((l.leaf -> 'marks_needed')::integer) as size,
                   sum(max((l.leaf -> 'marks_needed')::integer)) over (order by w.agent collate "C") as up_to
              from score.in_force(for_month) f
              join score.scheme s on s.scheme = f.scheme and s.version = f.version
              join score.leaf l on l.scheme = f.scheme and l.version = f.version
             cross join lateral score.who(for_month, s.document -> 'applies_to', samples.agents) w
             where (l.leaf -> 'marks_needed')::integer > 1 and (from_key is null or w.agent collate "C" >= from_key[1])
             group by w.agent) w;
    part := 1;
    while part <= cardinality(due.agents) and found < wanted loop
        return query
        with wanted_of as materialized (
            select w.agent, w.size, w.n
              from unnest(due.agents, due.sizes) with ordinality as w(agent, size, n)
             where w.n >= part and due.up_to[w.n] - w.size < coalesce(due.up_to[part - 1], 0) + goal
        ), conversation as materialized (  -- one row per agent and conversation in which the agent wrote, on the first day of that
            select c.agent, p.conversation, min(c.day) as day
              from settled.contact c
              join fact.counted_part p on p.customer = c.customer and p.day = c.day and p.agent = c.agent and p.agent_messages > 0
             where c.day >= for_month and c.day < for_month + interval '1 month' and c.agent = any (array(select w.agent from wanted_of w))
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
          join wanted_of w on w.agent = d.agent and d.draw <= w.size
         where from_key is null or (d.agent collate "C", to_char(d.draw, 'FM0000000') collate "C") > (from_key[1], from_key[2]);
        get diagnostics drawn = row_count;
        found := found + drawn;
        part := (select count(*) + 1 from unnest(due.up_to, due.sizes) u(up_to, size) where u.up_to - u.size < coalesce(due.up_to[part - 1], 0) + goal);
        goal := goal * 2;
    end loop;
end $$;

comment on function web.samples(date, text[], text[], integer) is
    'One row per conversation of these agents to be marked for the month, where a scheme has a sample marked (marks_needed): so many of those in which '
    'the agent wrote, or all if there are fewer, spread over the days; drawn at random, and the same whenever it is drawn of the same conversations. '
    'Those after a key (agent and draw; NULL: from the first), in the order of agents at least so many, if there are.';
