-- One indicator after the other, for everybody at once: a later one may look at the points or the value of an earlier one.

create or replace function score.judged(for_month date, of_period text, for_scheme text, for_version integer,
                                        subjects score.subject[], amounts score.series[], frozen score.point[])
returns setof score.point
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    agreed   constant jsonb := (select s.document -> 'agreed' from score.scheme s where s.scheme = for_scheme and s.version = for_version);
    named    constant jsonb[] := array(
        select distinct l.leaf from score.leaf l where l.scheme = for_scheme and l.version = for_version and l.leaf ? 'indicator');
    known    score.series[] := amounts;
    i        score.indicator;
    numbers  numeric[];
    verdicts score.verdict[];
    passed   score.indicator[] := '{}';
    judged   score.verdict[] := '{}';
    several  score.series[] := '{}';
begin
    for i in
        select n.* from score.indicator n
         where n.scheme = for_scheme and n.version = for_version and cardinality(subjects) > 0
         order by n.position
    loop
        if i.expressions #>> '{0,points_of}' = 'each' then
            verdicts := case when frozen is null then score.mark_verdicts(of_period, i.expressions -> 0, i.rule, i.parameters, subjects)
                             else score.frozen_verdicts(i, frozen, subjects) end;
        else
            numbers := case when frozen is not null and exists (select from score.leaves(i.expressions) l
                                                                 where not exists (select from unnest(known) k where k.leaf = l))
                            then score.frozen_numbers(i, frozen, subjects) else score.numbers(i.expressions, known, subjects) end;
            verdicts := score.verdicts(i.rule, subjects, numbers, i.parameters || score.left_out(for_month, agreed, i.indicator));
            several := several || array(select s from score.numbers_series(i, numbers, verdicts) s);
        end if;
        passed := passed || i;
        judged := judged || verdicts;
        if jsonb_build_object('indicator', i.indicator) = any (named) then
            known := known || score.points_series(i, verdicts);
        end if;
        if jsonb_build_object('indicator', i.indicator, 'as', 'value') = any (named) then
            known := known || score.values_series(i, verdicts);
        end if;
    end loop;
    return query
    select c.*
      from score.contributed(passed, subjects, judged, score.weights(for_month, agreed, passed, subjects), several) c;
end $$;

comment on function score.judged(date, text, text, integer, score.subject[], score.series[], score.point[]) is
    'One row per subject and indicator of this version of the scheme, from the amounts that it names (score.amounts). for_month: the '
    'month, or the last one of a longer period, in which weights are agreed; of_period: the period of people''s marks. frozen: what a close '
    'froze of these subjects, from which an indicator that is made of other amounts (marks, targets, numbers of teams and of the shop) is taken '
    'as it is; else NULL.';
