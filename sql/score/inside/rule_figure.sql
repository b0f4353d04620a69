create or replace function score.rule_figure(subjects score.subject[], numbers numeric[], parameters jsonb)
returns score.verdict[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select case when n.value is not null then row(n.value, null, null, null, null)::score.verdict end
          from unnest(numbers[1:1]) with ordinality as n(value, place)
         order by n.place)
$$;

comment on function score.rule_figure(score.subject[], numeric[], jsonb) is
    'The rule figure: the value itself, without points and edges. For an indicator that weighs 0. No parameters.';
