-- Marks, targets, numbers of teams and of the shop, and what was taken over are not frozen one by one: what an indicator made of them is
-- taken as it is. Months that an old version closed have no edges.

create or replace function period.verify_points(for_month date, for_revision integer, for_scheme text, for_version integer)
returns table (agent text, indicator text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    frozen   constant score.point[] := array(
        select row(f.agent, f.position, f.indicator, f.value, f.points, f.weight, null, f.numbers, f.edge, f.next_edge, f.missing, f.brings,
                   f.contribution, null)::score.point
          from period.indicator f where f.month = for_month and f.revision = for_revision and f.scheme = for_scheme);
    subjects constant score.subject[] := array(
        select row(r.agent, r.team)::score.subject from period.result r
         where r.month = for_month and r.revision = for_revision and r.scheme = for_scheme order by r.agent);
    amounts  constant score.series[] := array(
        select s from period.frozen_series(for_month, for_revision, for_scheme, for_version, subjects) s);
begin
    return query
    select f.agent::text, f.indicator::text
      from unnest(frozen) f
      left join score.judged(for_month, period.month_name(for_month), for_scheme, for_version, subjects, amounts, frozen) x
             on x.agent = f.agent and x.indicator = f.indicator
     where (f.value, f.points, f.weight, f.contribution) is distinct from (x.value, x.points, x.weight, x.contribution)
        or (coalesce(f.numbers, x.numbers), coalesce(f.edge, x.edge), coalesce(f.next_edge, x.next_edge),
            coalesce(f.missing, x.missing)) is distinct from (x.numbers, x.edge, x.next_edge, x.missing);
end $$;

comment on function period.verify_points(date, integer, text, integer) is
    'One row per frozen indicator whose value does not follow from the frozen metrics, whose points or edges are not the scheme''s '
    'for that value, or whose contribution is not its part of the total.';
