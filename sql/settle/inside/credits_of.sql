-- The credit goes to the agent of the customer's answered round with the latest answer at or before the moment, but not
-- before the first day of the window. Ties: the latest question, then the smallest name. With order.by: rounds, it goes to
-- the agent with the most answered rounds in the window; ties: the latest answer.

create or replace function settle.credits_of(
    order_ids text[], customers uuid[], moments timestamptz[], days date[], turns integer[]
) returns table (order_id text, agent text, turn integer)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    back integer := ref.window_days() - 1;
    by_latest constant boolean := exists (select from ref.rule_set r where r.order_by = 'latest');
    by_rounds constant boolean := exists (select from ref.rule_set r where r.order_by = 'rounds');
begin
    if by_latest then
        return query
        with moment as materialized (  -- one row per order and turn
            select m.*, w.starts_at as window_at
              from unnest(order_ids, customers, moments, days, turns) as m(order_id, customer, at, day, turn)
              join ref.rule_span r on m.day >= r.since and m.day < r.until
              join ref.day w on w.day = m.day - ((r.rules).order_window_days - 1)
             where (r.rules).order_by = 'latest'
        ), answer as (  -- one row per answered round in reach
            select a.customer, a.answered as at, a.asked, a.agent
              from settle.answers_of(
                       (select array_agg(m.customer) from moment m),
                       (select array_agg(m.day) from moment m), back) a
        ), timeline as (  -- answers and moments of a customer, the better answer later; n: how many answers so far
            select t.*, count(t.asked) over (
                       partition by t.customer
                       order by t.at, t.order_id is not null, t.asked, t.agent collate "C" desc
                       rows unbounded preceding) as n
              from (select a.customer, a.at, a.asked, a.agent, null::text as order_id, null::integer as turn,
                           null::timestamptz as window_at
                      from answer a
                     union all
                    select m.customer, m.at, null, null, m.order_id, m.turn, m.window_at from moment m) t
        )
        select m.order_id, a.agent, m.turn
          from timeline m
          join timeline a on a.customer = m.customer and a.n = m.n and a.order_id is null
         where m.order_id is not null and a.at >= m.window_at;
    end if;
    if by_rounds then
        return query
        with moment as materialized (  -- one row per order and turn
            select m.*, w.starts_at as window_at
              from unnest(order_ids, customers, moments, days, turns) as m(order_id, customer, at, day, turn)
              join ref.rule_span r on m.day >= r.since and m.day < r.until
              join ref.day w on w.day = m.day - ((r.rules).order_window_days - 1)
             where (r.rules).order_by = 'rounds'
        ), answer as materialized (  -- one row per answered round in reach
            select a.*
              from settle.answers_of(
                       (select array_agg(m.customer) from moment m),
                       (select array_agg(m.day) from moment m), back) a
        ), counted as (  -- one row per order, turn and agent who answered in the window
            select m.order_id, m.turn, a.agent, count(*) as rounds, max(a.answered) as latest
              from moment m
              join answer a on a.customer = m.customer and a.answered between m.window_at and m.at
             group by m.order_id, m.turn, a.agent
        ), best as (  -- the same, with the latest answer of that agent
            select m.order_id, m.turn, a.agent, a.answered, a.asked, c.rounds
              from counted c
              join moment m using (order_id, turn)
              join answer a on a.customer = m.customer and a.agent = c.agent and a.answered = c.latest
        )
        select distinct on (b.order_id, b.turn) b.order_id, b.agent, b.turn
          from best b
         order by b.order_id, b.turn, b.rounds desc, b.answered desc, b.asked desc, b.agent collate "C";
    end if;
end $$;

comment on function settle.credits_of(text[], uuid[], timestamptz[], date[], integer[]) is
    'For each (order, customer, moment, its business day, turn): the agent whom the rule set credits; no row when it credits nobody.';
