-- A sum is a mean times the number of parts that count, so that a part is worth as much as there are.

create or replace function period.points_of_parts(parts text[], made_of jsonb, totals period.part_total[])
returns setof score.point
language sql immutable rows 1000
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
as $$
    with part as (
        select p.part, p.position from unnest(parts) with ordinality as p(part, position)
    ), total as materialized (
        select t.part, t.agent, t.total, t.total is not null and (t.ranked or made_of ->> 'counts' = 'scored') as counts from unnest(totals) t
    ), agent as (  -- one row per agent: how many parts count
        select t.agent, count(*) filter (where t.counts) as counted from total t group by t.agent
    )
    select a.agent, p.position::integer, p.part, t.total, v.points, 1::numeric, 'higher', null::numeric[], null::numeric, null::numeric,
           null::numeric, null::numeric, trim_scale(w.worth * v.points / nullif(a.counted, 0)), w.worth
      from agent a
     cross join part p
      left join total t on t.agent = a.agent and t.part = p.part
     cross join lateral (select case when t.counts then t.total end as points) v
     cross join lateral (select case made_of ->> 'by' when 'sum' then greatest(a.counted, 1) else 1 end::numeric as worth) w
$$;

comment on function period.points_of_parts(text[], jsonb, period.part_total[]) is
    'Totals of parts of a term as rows of score.point, one per agent and part, so that what they add up to, by mean or sum (by), is the '
    'total of the term. made_of: what the scheme says of such terms. A part without points does not count.';
