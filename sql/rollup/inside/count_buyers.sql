-- Agents' distinct customers do not add up: two agents may have the same one. Many periods at once, since each would look for its buyers.

create or replace function rollup.count_buyers(whose text, of_grain text, starts date[], of_team text, pieces rollup.piece[] default null)
returns table (name text, start date, orderers bigint, payers bigint, buyers bigint)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set work_mem = '128MB'
set plan_cache_mode = force_custom_plan
set enable_nestloop = off  -- no agent has all his buyers read: those of the periods are found by start, and hashed
set enable_mergejoin = off
set enable_sort = off
as $$
declare
    first  constant date := (select min(s) from unnest(starts) s);
    behind constant date := (select max(s) from unnest(starts) s) + ('1 ' || of_grain)::interval;
begin
    return query
    with piece as (
        select s.whole, p.*
          from unnest(starts) as s(whole) cross join lateral rollup.pieces(whose, of_grain, s.whole, of_team) p
         where pieces is null
        union all
        select starts[1], p.* from unnest(pieces) p
    ), customer as (
        select p.name, p.whole, b.customer, sum(b.orders) as orders, sum(b.in_time) as in_time, sum(b.payments) as payments,
               sum(b.amount) as amount
          from piece p
          join settled.buyer b using (grain, start, agent)
         where b.start >= first and b.start < behind
         group by p.name, p.whole, b.customer
    ), counted as (
        select c.name, c.whole, count(*) filter (where c.orders > 0) as orderers, count(*) filter (where c.in_time > 0) as payers,
               count(*) filter (where c.payments > 0) as gross, count(*) filter (where c.payments > 0 and c.amount > 0) as net
          from customer c
         group by c.name, c.whole
    )
    select c.name, c.whole, c.orderers, c.payers, case when r.sales_net then c.net else c.gross end
      from counted c
      join rollup.shown_rules r on c.whole >= r.since and c.whole < r.until;
end $$;

comment on function rollup.count_buyers(text, text, date[], text, rollup.piece[]) is
    'What rollup.group_buyers tells of these days or months, counted anew from settled.buyer, by the rules that rollup.shown_rules has. pieces: '
    'rollup.pieces of the one day or month, if they are known.';
