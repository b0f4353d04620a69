-- One indicator after the other, for everybody at once: a later one may look at the points of an earlier one.

create or replace function score.points(for_month date, for_scheme text, for_version integer)
returns setof score.point
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    document constant jsonb := (select s.document from score.scheme s where s.scheme = for_scheme and s.version = for_version);
    leaves   constant jsonb[] := array(
        select distinct l.leaf from score.leaf l where l.scheme = for_scheme and l.version = for_version);
    subjects score.subject[];
    known    score.series[];
    i        score.indicator;
    numbers  numeric[];
    verdicts score.verdict[];
    passed   score.indicator[] := '{}';
    judged   score.verdict[] := '{}';
    several  score.series[] := '{}';
begin
    select a.subjects, a.known into subjects, known from score.amounts(for_month, document -> 'applies_to', leaves) a;
    for i in
        select n.* from score.indicator n
         where n.scheme = for_scheme and n.version = for_version and cardinality(subjects) > 0
         order by n.position
    loop
        if i.expressions #>> '{0,points_of}' = 'each' then
            verdicts := score.mark_verdicts(for_month, i.expressions -> 0, i.rule, i.parameters, subjects);
        else
            numbers := score.numbers(i.expressions, known, subjects);
            verdicts := score.verdicts(i.rule, subjects, numbers, i.parameters || score.left_out(for_month, document -> 'agreed', i.indicator));
            several := several || array(select s from score.numbers_series(i, numbers, verdicts) s);
        end if;
        passed := passed || i;
        judged := judged || verdicts;
        if jsonb_build_object('indicator', i.indicator) = any (leaves) then
            known := known || score.points_series(i, verdicts);
        end if;
    end loop;
    return query
    select c.*
      from score.contributed(passed, subjects, judged, score.weights(for_month, document -> 'agreed', passed, subjects), several) c;
end $$;

comment on function score.points(date, text, integer) is
    'One row per agent scored in the month (of everybody with anything in it, but names in brackets, score.who) and indicator of '
    'this version of the scheme: value, points (what is missing is replaced by on_null), edges, weight and contribution.';
