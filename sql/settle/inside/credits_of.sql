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
    few  constant integer := 100;  -- an element of text[] is found by walking there: of more answers not for each order, but in jsonb by its place
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
        ), answered as (  -- one row per customer: the answers in reach, the better one later
            select a.customer, array_agg(a.answered) as at, array_agg(a.agent) as agents,
                   case when count(*) > few then to_jsonb(array_agg(a.agent)) end as many
              from (select a.*
                      from settle.answers_of(
                               (select array_agg(m.customer) from moment m),
                               (select array_agg(m.day) from moment m), back) a
                     order by a.customer, a.answered, a.asked, a.agent collate "C" desc) a
             group by a.customer
        )
        select m.order_id, case when a.many is null then a.agents[n.last] else a.many ->> n.last - 1 end, m.turn
          from moment m
          join answered a using (customer)
         cross join lateral (select width_bucket(m.at, a.at) as last) n  -- how many of them came before the moment
         where n.last > 0 and a.at[n.last] >= m.window_at;
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
