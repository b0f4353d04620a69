-- Runs on documents of any shape, as score.indicator_problems does.

create or replace function score.agreement_problems(document jsonb)
returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with indicator as (
        select i.item ->> 'indicator' as name, i.item -> 'weight' as weight from jsonb_path_query(document, '$.indicators[*]') i(item)
    ), named as (
        select array(select i.name from indicator i where i.name is not null) as names,
               case when jsonb_typeof(document -> 'weights_add_to') = 'number' then (document -> 'weights_add_to')::numeric
                    else (select sum(case when jsonb_typeof(i.weight) = 'number' then i.weight::numeric end) from indicator i
                          having bool_and(coalesce(jsonb_typeof(i.weight) = 'number', false))) end as sum
    ), entry as (
        select format('$.agreed[%s]', e.i - 1) as place, e.i, e.item
          from jsonb_path_query(document, 'strict $.agreed[*]', silent => true) with ordinality as e(item, i)
         where jsonb_typeof(e.item) = 'object'
    ), weight as (
        select e.place, w.key, case when jsonb_typeof(w.value) = 'number' then w.value::numeric end as number
          from entry e
         cross join lateral jsonb_each(case when jsonb_typeof(e.item -> 'weights') = 'object' then e.item -> 'weights' end) w
         where w.key <> 'comment'
    ), person as (
        select e.*, a.item #>> '{}' as agent, a.n
          from entry e cross join lateral jsonb_path_query(e.item, '$.agents[*]') with ordinality a(item, n)
    )
    select w.place || '.weights.' || w.key,
           'must be an indicator' || coalesce('; did you mean ' || ref.nearest(w.key, n.names) || '?', '')
      from weight w cross join named n where w.key <> all (n.names)
    union all
    select w.place || '.weights', format('must add to %s; add to %s', n.sum, sum(w.number))
      from weight w cross join named n
     group by w.place, n.sum
    having count(*) = count(w.number) and sum(w.number) <> n.sum
    union all
    select e.place || '.until', format('must not be before from, %s; is %s', e.item ->> 'from', e.item ->> 'until')
      from entry e where e.item ->> 'until' < e.item ->> 'from'
    union all
    select e.place || '.on', 'must be a day of the calendar; is ' || (e.item ->> 'on')
      from entry e where e.item ->> 'on' ~ '^\d{4}-\d{2}-\d{2}$' and ref.day_from(e.item ->> 'on') is null
    union all
    select distinct p.place || '.agents', format('must not have %s, of whom the same months stand above', p.agent)
      from person p
      join person other on other.agent = p.agent and (other.i, other.n) < (p.i, p.n)
                       and other.item ->> 'from' <= p.item ->> 'until' and p.item ->> 'from' <= other.item ->> 'until'
$$;

comment on function score.agreement_problems(jsonb) is
    'The part of score.check for weights agreed with persons: indicators that there are, sums, months, and nobody twice.';
