-- Runs on documents of any shape, as score.indicator_problems does.

create or replace function score.pay_problems(document jsonb)
returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with item as (  -- one row per pay item
        select e.item, format('$.pay.items[%s]', e.i - 1) as place, e.item ->> 'item' as name, e.i
          from jsonb_path_query(document, 'strict $.pay.items[*]', silent => true) with ordinality as e(item, i)
         where jsonb_typeof(e.item) = 'object'
    )
    select i.place || '.item', format('must be unique; %s stands above already', i.name)
      from item i where exists (select from item other where other.name = i.name and other.i < i.i)
    union all
    select i.place || '.item', format('must not be %s: that is a reason of rewards', i.name)
      from item i where i.name in ('first', 'last', 'first_streak')
    union all
    select '$.pay.inputs', 'must have an input whose name ends in commission: rewards.last takes from that, and all of it would be waived'
     where document #>> '{rewards,last,to}' = 'commission' and document #> '{rewards,last,amount}' <> '0'
       and jsonb_typeof(document #> '{pay,inputs}') = 'array'
       and not exists (select from jsonb_path_query(document, '$.pay.inputs[*]') as n(input) where n.input #>> '{}' like '%commission')
    union all
    select p.path, p.problem
      from item i
     cross join lateral score.expression_problems(i.item -> 'amount', score.pay_leaf_shapes(), jsonb_build_object(
           'indicator', array(select n #>> '{}' from jsonb_path_query(document, '$.indicators[*].indicator') n),
           'figure', array(select n ->> 'indicator' from jsonb_path_query(document, '$.indicators[*] ? (@.rule == "figure")') n),
           'item', array(select other.name from item other where other.i < i.i and other.name is not null),
           'grade', array(select g #>> '{}' from jsonb_path_query(document, '$.grades[*].grade') g)), i.place || '.amount') p
     where i.item ? 'amount'
$$;

comment on function score.pay_problems(jsonb) is 'The part of score.check for pay: items, their names and what they add up from; a commission to take penalties from.';
