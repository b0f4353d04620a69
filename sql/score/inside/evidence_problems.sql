-- Runs on documents of any shape, as score.indicator_problems does.

create or replace function score.evidence_problems(document jsonb)
returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with given as (  -- one row, if the scheme looks at evidence
        select array(select g ->> 'grade' from jsonb_path_query(document, '$.grades[*]') g) as grades,
               array(select n #>> '{}' from jsonb_path_query(document, '$.evidence.grades[*]') n) as needing,
               document #>> '{evidence,without}' as without
         where document #> '{evidence,without}' is not null
    ), needing as (  -- one row per grade that needs evidence: the way to what it counts as without
        select n.grade, array_position(g.grades, n.grade) as place, g.*,
               case g.without when 'higher' then -1 when 'lower' then 1
                              else case when array_position(g.grades, n.grade) * 2 <= cardinality(g.grades) + 1 then 1 else -1 end end as step
          from given g
         cross join lateral unnest(g.needing) as n(grade)
    )
    select '$.evidence.grades', format('must leave a %s grade that needs no evidence; %s has none', case n.step when 1 then 'lower' else 'higher' end, n.grade)
      from needing n
     where n.place is not null
       and not exists (select from unnest(n.grades) with ordinality as g(grade, place)
                        where (g.place - n.place) * n.step > 0 and g.grade <> all (n.needing))
    union all
    select '$.evidence.without', 'is required: close says what is done about grades without evidence'
     where document #> '{evidence,close}' is not null and not exists (select from given)
$$;

comment on function score.evidence_problems(jsonb) is
    'The part of score.check for the evidence of grades: without it, each must count as another grade of the list.';
