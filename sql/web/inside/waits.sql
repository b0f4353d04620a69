create or replace function web.waits(of_team text, for_month date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    edges constant numeric[] := '{0,5,10,20,30,60,120,300,600}';
begin
    return (
        with counted as (
            select c.bucket, sum(c.counted) as rounds
              from rollup.pieces('team', 'month', for_month, of_team) p
             cross join lateral (select s.waits from rollup.shown_period s
                                  where s.grain = p.grain and s.start = p.start and s.agent = p.agent offset 0) r
             cross join lateral rollup.wait_counts(r.waits) c
             group by c.bucket
        ), placed as (
            select width_bucket(b.seconds, edges) as place, sum(c.rounds) as rounds
              from counted c join settle.bucket b using (bucket)
             group by 1
        )
        select jsonb_agg(jsonb_build_object('from_seconds', edges[n], 'to_seconds', edges[n + 1], 'rounds', coalesce(p.rounds, 0)) order by n)
          from generate_series(1, cardinality(edges)) n
          left join placed p on p.place = n);
end $$;

comment on function web.waits(text, date) is
    'How long a team''s customers waited in a month, [{from_seconds, to_seconds, rounds}] over answered rounds; within 2.5 %, as '
    'percentiles are.';
