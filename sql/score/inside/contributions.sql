create or replace function score.contributions(for_month date, touched text[] default null, with_others boolean default true)
returns table (agent text, scheme text, indicator text, value numeric, points numeric, weight numeric,
               contribution numeric, numbers numeric[], edge numeric, next_edge numeric, missing numeric, brings numeric, out_of numeric)
language plpgsql stable cost 100000 rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
set work_mem = '128MB'
as $$
begin
    return query
    select p.agent, f.scheme, p.indicator, p.value, p.points, p.weight, p.contribution,
           p.numbers, p.edge, p.next_edge, p.missing, p.brings, p.out_of
      from score.in_force(for_month) f
     cross join lateral (
           select x.*, i.out_of
             from (select y.* from score.points(for_month, f.scheme, f.version, touched, with_others) y offset 0) x
             join score.indicator i on i.scheme = f.scheme and i.version = f.version and i.indicator = x.indicator offset 0) p
     order by f.scheme, p.agent, p.position;
end $$;

comment on function score.contributions(date, text[], boolean) is
    'One row per agent, scheme in force and indicator of a month: what merit.score_indicator shows. touched, with_others: as in score.points.';
