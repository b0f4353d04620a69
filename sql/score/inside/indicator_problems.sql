-- A value of the month before may be any indicator's, also that of the same one: what is frozen follows from nothing of the month, so no
-- circle can come about. Within the month an indicator sees those above it alone.
--
-- Runs on documents of any shape: it skips what is missing or of the wrong type, which ref.shape_problems names.

create or replace function score.indicator_problems(document jsonb)
returns table (path text, problem text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with indicator as (  -- one row per indicator of the document
        select e.item, format('$.indicators[%s]', e.i - 1) as place, e.item ->> 'indicator' as name, e.i,
               case when jsonb_typeof(e.item -> 'weight') = 'number' then (e.item -> 'weight')::numeric end as weight
          from jsonb_path_query(document, '$.indicators[*]') with ordinality as e(item, i)
    ), total as (  -- one row, if every weight is a number
        select sum(i.weight) as weight from indicator i having count(*) = count(i.weight)
    )
    select i.place || '.indicator', format('must be unique; %s stands above already', i.name)
      from indicator i
     where exists (select from indicator other where other.name = i.name and other.i < i.i)
    union all
    select i.place || '.due', 'goes with people''s marks (marks)'
      from indicator i
     where i.item ? 'due' and not jsonb_path_exists(i.item, '$.value.**.marks') and not jsonb_path_exists(i.item, '$.values.**.marks')
    union all
    select i.place || '.due', format('must be absent: marks are listed as due of months, and the scheme scores a %s', document ->> 'period')
      from indicator i
     where i.item ? 'due' and document ->> 'period' in ('quarter', 'half_year', 'year')
    union all
    select '$.weights_add_to', format('is %s, but the weights add to %s', document ->> 'weights_add_to', t.weight)
      from total t
     where jsonb_typeof(document -> 'weights_add_to') = 'number' and (document -> 'weights_add_to')::numeric <> t.weight
    union all
    select '$.indicators', 'needs one that weighs more than 0'
      from total t where t.weight = 0
    union all
    select i.place, format('must not look at the month before (before): that is for months, and the scheme scores a %s', document ->> 'period')
      from indicator i
     where document ->> 'period' in ('quarter', 'half_year', 'year')
       and (jsonb_path_exists(i.item, '$.value.**.before') or jsonb_path_exists(i.item, '$.values.**.before'))
    union all
    select p.path, p.problem
      from indicator i
     cross join lateral (
           select i.place || '.value' as place, i.item -> 'value' as expression where i.item ? 'value'
           union all
           select format('%s.values[%s]', i.place, e.i - 1), e.expression
             from jsonb_path_query(i.item, 'strict $.values[*]', silent => true) with ordinality as e(expression, i)) x
     cross join lateral score.expression_problems(
           x.expression, score.leaf_shapes(document ->> 'period'), jsonb_build_object(
               'indicator', array(select other.name from indicator other where other.i < i.i and other.name is not null),
               'before', array(select other.name from indicator other where other.name is not null),
               'figure', array(select other.name from indicator other where other.item ->> 'rule' = 'figure')), x.place) p
    union all
    select p.path, p.problem
      from indicator i
     cross join lateral score.rule_problems(i.item, i.place) p;
end $$;

comment on function score.indicator_problems(jsonb) is
    'The part of score.check for indicators: names, weights, where values come from, rules and their parameters.';
