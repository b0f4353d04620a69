-- Runs on documents of any shape, as score.indicator_problems does.

create or replace function score.pay_problems(document jsonb)
returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with formula as materialized (  -- one row per pay formula: of what the scheme scores, and of longer periods made of parts
        select '$.pay' as place, document -> 'pay' as formula, document ->> 'period' as grain, true as own where document ? 'pay'
        union all
        select format('$.terms.%s.pay', t.key), t.value -> 'pay', t.key, false
          from jsonb_each(case when jsonb_typeof(document -> 'terms') = 'object' then document -> 'terms' end) t
         where jsonb_typeof(t.value) = 'object' and t.value ? 'pay'
    ), item as materialized (  -- one row per pay item; shapes: months keep metrics and tallies, and what is made of parts has no indicators
        select f.place || format('.items[%s]', e.i - 1) as place, f.place as formula, e.item, e.item ->> 'item' as name, e.i, f.grain,
               case when f.grain is distinct from 'month' then score.pay_leaf_shapes() - '{metric,tally}'::text[] - case when f.own then '' else 'indicator' end
                    else score.pay_leaf_shapes() end as shapes,
               f.grain is distinct from 'month' and jsonb_path_exists(e.item, 'lax $.amount.** ? (exists(@.metric) || exists(@.tally))') as counts
          from formula f
         cross join lateral jsonb_path_query(f.formula, 'strict $.items[*]', silent => true) with ordinality as e(item, i)
         where jsonb_typeof(e.item) = 'object'
    ), award as materialized (  -- one row per award of a longer period that has an amount
        select m.member, g.key as grain, e.item, e.item ->> 'award' as name, format('$.%s.%s[%s]', m.member, g.key, e.i - 1) as place
          from unnest(array['shares', 'counts']) as m(member)
         cross join lateral jsonb_each(case when jsonb_typeof(document -> m.member) = 'object' then document -> m.member end) as g(key, list)
         cross join lateral jsonb_array_elements(case when jsonb_typeof(g.list) = 'array' then g.list end) with ordinality as e(item, i)
         where jsonb_typeof(e.item) = 'object' and jsonb_typeof(e.item -> 'amount') = 'number'
    )
    select i.place || '.item', format('must be unique; %s stands above already', i.name)
      from item i where exists (select from item other where other.name = i.name and other.formula = i.formula and other.i < i.i)
    union all
    select i.place || '.item', format('must not be %s: that is a reason of rewards', i.name)
      from item i where i.name in ('first', 'last', 'first_streak')
    union all
    select i.place || '.item', format('must not be %s: that is an award with an amount', i.name)
      from item i where exists (select from award a where a.name = i.name and a.grain = i.grain)
    union all
    select a.place || '.award', format('must not be %s: that is a reason of rewards', a.name)
      from award a where a.name in ('first', 'last', 'first_streak')
    union all
    select a.place || '.amount', format('must be above 0, or %s must have an input whose name ends in commission: penalties are taken from that, and all of it would be waived', f.place || '.inputs')
      from award a
      join formula f on f.grain = a.grain
     where (a.item -> 'amount')::numeric < 0 and jsonb_typeof(f.formula -> 'inputs') = 'array'
       and not exists (select from jsonb_path_query(f.formula, 'strict $.inputs[*]', silent => true) as n(input) where n.input #>> '{}' like '%commission')
    union all
    select a.place || '.due_days', 'must be absent: an amount is paid, and asks nobody for anything'
      from award a where a.item ? 'due_days'
    union all
    select '$.pay.inputs', 'must have an input whose name ends in commission: rewards.last takes from that, and all of it would be waived'
     where document #>> '{rewards,last,to}' = 'commission' and document #> '{rewards,last,amount}' <> '0'
       and jsonb_typeof(document #> '{pay,inputs}') = 'array'
       and not exists (select from jsonb_path_query(document, '$.pay.inputs[*]') as n(input) where n.input #>> '{}' like '%commission')
    union all
    select i.place || '.amount', format('must name neither metric nor tally: of a %s totals, ranks and indicators are kept. Let an indicator have it, in a scheme whose period is %s', i.grain, i.grain)
      from item i where i.counts
    union all
    select p.path, p.problem
      from item i
     cross join lateral score.expression_problems(i.item -> 'amount', i.shapes, jsonb_build_object(
           'indicator', array(select n #>> '{}' from jsonb_path_query(document, '$.indicators[*].indicator') n),
           'figure', array(select n ->> 'indicator' from jsonb_path_query(document, '$.indicators[*] ? (@.rule == "figure")') n),
           'item', array(select other.name from item other where other.formula = i.formula and other.i < i.i and other.name is not null),
           'grade', array(select g #>> '{}' from jsonb_path_query(document, '$.grades[*].grade') g)), i.place || '.amount') p
     where i.item ? 'amount' and not i.counts
$$;

comment on function score.pay_problems(jsonb) is
    'The part of score.check for pay, of months and longer periods: items, their names and what they add up from; awards with an amount; a '
    'commission to take penalties from.';
