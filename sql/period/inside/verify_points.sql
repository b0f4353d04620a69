-- Marks, targets, and numbers of teams and of the shop are not frozen one by one: what an indicator made of them is taken as it
-- is. Months that an old version closed have no edges.

create or replace function period.verify_points(for_month date, for_revision integer, for_scheme text, for_version integer)
returns table (agent text, indicator text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    frozen   constant period.indicator[] := array(
        select f from period.indicator f where f.month = for_month and f.revision = for_revision and f.scheme = for_scheme);
    subjects constant score.subject[] := array(
        select row(r.agent, r.team)::score.subject from period.result r
         where r.month = for_month and r.revision = for_revision and r.scheme = for_scheme order by r.agent);
    agreed   constant jsonb := (
        select s.document -> 'agreed' from score.scheme s where s.scheme = for_scheme and s.version = for_version);
    known    score.series[] := array(
        select s from period.frozen_series(for_month, for_revision, for_scheme, for_version, subjects) s);
    i        score.indicator;
    numbers  numeric[];
    verdicts score.verdict[];
    passed   score.indicator[] := '{}';
    fresh    score.verdict[] := '{}';
    several  score.series[] := '{}';
    weights  numeric[];
begin
    for i in
        select n.* from score.indicator n
         where n.scheme = for_scheme and n.version = for_version and cardinality(subjects) > 0
         order by n.position
    loop
        if i.expressions #>> '{0,points_of}' = 'each' then
            verdicts := period.frozen_verdicts(i, frozen, subjects);
        else
            numbers := case when exists (select from score.leaves(i.expressions) l
                                          where not exists (select from unnest(known) k where k.leaf = l))
                            then period.frozen_numbers(i, frozen, subjects) else score.numbers(i.expressions, known, subjects) end;
            verdicts := score.verdicts(i.rule, subjects, numbers, i.parameters || score.left_out(for_month, agreed, i.indicator));
            several := several || array(select s from score.numbers_series(i, numbers, verdicts) s);
        end if;
        passed := passed || i;
        fresh := fresh || verdicts;
        known := known || score.points_series(i, verdicts) || score.values_series(i, verdicts);
    end loop;
    weights := score.weights(for_month, agreed, passed, subjects);
    return query
    select f.agent::text, f.indicator::text
      from unnest(frozen) f
      left join score.contributed(passed, subjects, fresh, weights, several) x on x.agent = f.agent and x.indicator = f.indicator
     where (f.value, f.points, f.weight, f.contribution) is distinct from (x.value, x.points, x.weight, x.contribution)
        or (coalesce(f.numbers, x.numbers), coalesce(f.edge, x.edge), coalesce(f.next_edge, x.next_edge),
            coalesce(f.missing, x.missing)) is distinct from (x.numbers, x.edge, x.next_edge, x.missing);
end $$;

comment on function period.verify_points(date, integer, text, integer) is
    'One row per frozen indicator whose value does not follow from the frozen metrics, whose points or edges are not the scheme''s '
    'for that value, or whose contribution is not its part of the total.';
