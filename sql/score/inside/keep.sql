-- Rows that are the same stay as they are: compared as text, in which also 1 and 1.0 differ.

create or replace function score.keep(for_month date, touched text[] default null) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    results    constant score.kept_result[] := array(
        select (for_month, r.agent, r.scheme, r.scope, r.total, r.grade, r.rank, r.reached, r.barred, r.why)::score.kept_result
          from score.results(for_month, touched) r);
    indicators constant score.kept_indicator[] := array(
        select (for_month, c.*)::score.kept_indicator from score.contributions(for_month, touched) c);
begin
    delete from score.kept_result k
     where k.month = for_month and not exists (select from unnest(results) r where r::text = k::text);
    insert into score.kept_result
    select r.* from unnest(results) r
     where not exists (select from score.kept_result k where k.month = for_month and k::text = r::text);
    delete from score.kept_indicator k
     where k.month = for_month and not exists (select from unnest(indicators) i where i::text = k::text);
    insert into score.kept_indicator
    select i.* from unnest(indicators) i
     where not exists (select from score.kept_indicator k where k.month = for_month and k::text = i::text);
    update score.kept k  -- of a month that runs they would be out of date at once
       set means = (select coalesce(jsonb_agg(m), '[]') from score.metric_means(for_month) m)
     where k.month = for_month and k.staff_day = (for_month + interval '1 month')::date - 1;
end $$;

comment on function score.keep(date, text[]) is 'The part of period.keep for results and indicators. touched: as in score.points.';
