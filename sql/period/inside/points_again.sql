create or replace function period.points_again(
    for_scheme text, for_version integer, last_month date, frozen period.indicator[], subjects score.subject[], amounts score.series[]
) returns setof score.point
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    agreed   constant jsonb := (select s.document -> 'agreed' from score.scheme s where s.scheme = for_scheme and s.version = for_version);
    known    score.series[] := amounts;
    i        score.indicator;
    numbers  numeric[];
    verdicts score.verdict[];
    passed   score.indicator[] := '{}';
    fresh    score.verdict[] := '{}';
    several  score.series[] := '{}';
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
            verdicts := score.verdicts(i.rule, subjects, numbers, i.parameters || score.left_out(last_month, agreed, i.indicator));
            several := several || array(select s from score.numbers_series(i, numbers, verdicts) s);
        end if;
        passed := passed || i;
        fresh := fresh || verdicts;
        known := known || score.points_series(i, verdicts) || score.values_series(i, verdicts);
    end loop;
    return query
    select c.* from score.contributed(passed, subjects, fresh, score.weights(last_month, agreed, passed, subjects), several) c;
end $$;

comment on function period.points_again(text, integer, date, period.indicator[], score.subject[], score.series[]) is
    'The points that a scheme gives for frozen amounts, one row per subject and indicator. Of an indicator made of what is not frozen (marks, '
    'targets, numbers of teams and of the shop) the frozen value is taken. last_month: the month, or the last of the term, whose weights count.';
