create or replace function period.marks_due(for_month date, present text[] default null, ranked score.candidate[] default null)
returns table (scheme text, version integer, indicator text, mark text, role text, agent text, team text, raters text[], due date,
               given bigint, needed integer, marked boolean)
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    here     constant text[] := coalesce(present, period.present(for_month));
    absent   constant text[] := period.staff_without(here, score.staff_day(for_month));
    eligible record;
begin
    select array_agg(x.scheme) as schemes, array_agg(x.version) as versions, array_agg(x.agent) as agents
      into eligible
      from (select e.scheme, e.version, e.agent from score.eligible(for_month, here) e where ranked is null
            union all
            select r.scheme, r.version, r.agent from unnest(ranked) r
            union all  -- without a mark there is nothing to score, and nobody would be missed
            select f.scheme, f.version, t.agent
              from score.in_force(for_month) f
              join score.scheme s on s.scheme = f.scheme and s.version = f.version
             cross join lateral score.standing(for_month, f.scheme, f.version, array(
                   select w.agent from score.who(for_month, s.document -> 'applies_to', absent) w)) t
             where s.document ? 'applies_to' and t.barred is null) x;
    return query
    select a.* from period.marks_asked(period.month_name(for_month), for_month, eligible.schemes, eligible.versions, eligible.agents) a;
end $$;

comment on function period.marks_due(date, text[], score.candidate[]) is
    'One row per scheme in force, indicator, mark that it looks at, role that it weighs, and agent who is ranked if there is a total; of a '
    'scheme with applies_to also agents of whom there is a staff record and nothing else: who marks ({}: nobody is known), the last day to do so, the marks that the role has given, those that its roles together need, and '
    'whether there are enough. present (period.present), ranked (score.eligible): if they are known; else NULL.';
