-- The only calendar of service hours. Wall-clock times become instants by AT TIME ZONE: one that does not exist is read with
-- the offset before the gap, of one that exists twice the later instant counts.

create or replace function ref.open_spans()
returns table (team text, opens_at timestamptz, closes_at timestamptz, open_ms bigint)
language sql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with written as materialized (  -- one row per span that a document writes for a day
        select w.team, w.day, o.span
          from (select min(d.day) as first_day, max(d.day) as last_day from ref.day d) c
         cross join lateral ref.written_hours(c.first_day, c.last_day) w
         cross join lateral unnest(w.open) o(span)
         where exists (select from ref.service_hours)
    ), known as materialized (  -- one row per text that is written anywhere
        select d.span, s.begins, s.ends
          from (select distinct w.span from written w) d cross join lateral ref.span_from(d.span) s
    ), instants as (  -- the spans as instants
        select w.team, (w.day + k.begins) at time zone p.zone as opens_at, (w.day + k.ends) at time zone p.zone as closes_at
          from written w join known k using (span) cross join ref.shop p
    ), open as (  -- one row per span without a break
        select i.team, unnest(range_agg(tstzrange(i.opens_at, i.closes_at)) - (select ref.suspended())) as span
          from instants i
         where i.opens_at < i.closes_at
         group by i.team
    )
    select o.team, lower(o.span), upper(o.span),
           coalesce(sum((extract(epoch from upper(o.span) - lower(o.span)) * 1000)::bigint)
                        over (partition by o.team order by o.span rows between unbounded preceding and 1 preceding), 0)::bigint
      from open o
$$;

comment on function ref.open_spans() is
    'What ref.open_span has to hold: the documents of ref.service_hours as instants, team by team. What is suspended is cut '
    'out, what overlaps or touches is united.';
