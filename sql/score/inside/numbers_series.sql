-- With a rule that takes a list always; with any other as soon as somebody's value is not the number. So what is kept of an
-- indicator, its numbers or else its value, is what its rule took, and verdicts can be made from it again (period.verify_points).

create or replace function score.numbers_series(indicator score.indicator, numbers numeric[], verdicts score.verdict[])
returns setof score.series
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('indicator', indicator.indicator), numbers
     where exists (select from score.rule r where r.rule = indicator.rule and r.per_value is not null)
        or exists (select from unnest(numbers[1:1][:], verdicts) as n(number, value, points, edge, next_edge, next_points)
                    where n.value is distinct from n.number)
$$;

comment on function score.numbers_series(score.indicator, numeric[], score.verdict[]) is
    'The numbers of an indicator that are shown and kept beside its value: numbers[value][subject]. No row where values are the '
    'numbers themselves.';
