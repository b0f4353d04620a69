-- Rows that are the same stay as they are: compared as text, in which also 1 and 1.0 differ. Indicators come first, since totals
-- are made from those that are kept. Of who is not touched none can differ, where each agent is judged apart; by EXCEPT, since the
-- planner takes these for one row, and would compare each with each.

create or replace function score.keep(for_month date, touched text[] default null) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    apart      constant text[] := array(
        select f.scheme from score.in_force(for_month) f where touched is not null and score.apart(f.scheme, f.version));
    indicators constant score.kept_indicator[] := array(
        select (for_month, c.*)::score.kept_indicator from score.contributions(for_month, touched, false) c);
    before     constant score.kept_indicator[] := array(
        select k from score.kept_indicator k
         where k.month = for_month and (touched is null or k.scheme <> all (apart) or k.agent = any (touched)));
    gone       constant score.kept_indicator[] := array(
        select d.was::score.kept_indicator
          from (select b::text from unnest(before) b except select i::text from unnest(indicators) i) as d(was));
    come       constant score.kept_indicator[] := array(
        select d.becomes::score.kept_indicator
          from (select i::text from unnest(indicators) i except select b::text from unnest(before) b) as d(becomes));
    results    score.kept_result[];
begin
    delete from score.kept_indicator k
     using unnest(gone) g
     where (k.month, k.agent, k.scheme, k.indicator) = (for_month, g.agent, g.scheme, g.indicator);
    insert into score.kept_indicator select c.* from unnest(come) c;
    results := array(
        select (for_month, r.agent, r.scheme, r.scope, r.total, r.grade, r.rank, r.reached, r.barred, r.why)::score.kept_result
          from score.results(for_month, touched, true) r);
    delete from score.kept_result k
     where k.month = for_month and not exists (select from unnest(results) r where r::text = k::text);
    insert into score.kept_result
    select r.* from unnest(results) r
     where not exists (select from score.kept_result k where k.month = for_month and k::text = r::text);
end $$;

comment on function score.keep(date, text[]) is 'The part of period.keep for results and indicators. touched: as in score.points.';
