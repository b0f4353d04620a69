-- Runs on documents of any shape, as score.indicator_problems does.

create or replace function score.grade_problems(document jsonb)
returns table (path text, problem text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with grade as (  -- one row per grade, the best first
        select e.item, e.item ->> 'grade' as name, e.i, format('$.grades[%s]', e.i - 1) as place,
               e.i = count(*) over () as is_last
          from jsonb_path_query(document, '$.grades[*]') with ordinality as e(item, i)
    ), named as (  -- one row per place that names a grade of the list
        select '$.evidence.grades' as place, g #>> '{}' as name
          from jsonb_path_query(document, '$.evidence.grades[*]') g
        union all
        select '$.year_end', g #>> '{}' from jsonb_path_query(document, '$.year_end[*].grade') g
        union all
        select '$.year_end', g #>> '{}' from jsonb_path_query(document, '$.year_end[*].then[*].grades[*]') g
    )
    select g.place || '.grade', format('must be unique; %s stands above already', g.name)
      from grade g
     where exists (select from grade other where other.name = g.name and other.i < g.i)
    union all
    select g.place || '.least', 'is required: only the last grade, or one with an active cap, takes every total'
      from grade g
     where not g.is_last and not g.item ? 'least' and not document ? 'shares_by_lead'
       and g.item #> '{cap,active}' is distinct from 'true'
    union all
    select g.place || '.least', 'must be absent: the last grade takes every total'
      from grade g where g.is_last and g.item ? 'least'
    union all
    select g.place || '.cap.active', 'must be false: there is no next grade'
      from grade g where g.is_last and g.item #> '{cap,active}' = 'true'
    union all
    select g.place || '.pass_marks', 'must be absent: there is no next grade'
      from grade g where g.is_last and g.item ? 'pass_marks'
    union all
    select g.place || '.pass_marks.' || m.key,
           format('must be an indicator%s', '; did you mean ' || ref.nearest(m.key, n.names) || '?')
      from grade g
     cross join lateral jsonb_each(case when jsonb_typeof(g.item -> 'pass_marks') = 'object' then g.item -> 'pass_marks' end) m
     cross join (select array(select i #>> '{}' from jsonb_path_query(document, '$.indicators[*].indicator') i) as names) n
     where m.key <> 'comment' and m.key <> all (n.names)
    union all
    select g.place || '.pass_marks.' || m.key, 'must be an indicator that weighs more than 0'
      from grade g
     cross join lateral jsonb_each(case when jsonb_typeof(g.item -> 'pass_marks') = 'object' then g.item -> 'pass_marks' end) m
     where exists (select from jsonb_path_query(document, '$.indicators[*]') i where i ->> 'indicator' = m.key and i -> 'weight' = '0')
    union all
    select '$.ranking.unranked', format('must not be thresholds: %s has no least', g.name)
      from grade g
     where document #>> '{ranking,unranked}' = 'thresholds' and not g.is_last and not g.item ? 'least'
    union all
    select '$.ranking.unranked', 'must not be caps: shares are those of ranked agents'
     where document #>> '{ranking,unranked}' = 'caps' and document ? 'shares_by_lead'
    union all
    select distinct n.place, format('must name grades of the list; %s is none', n.name)
      from named n where not exists (select from grade g where g.name = n.name);
end $$;

comment on function score.grade_problems(jsonb) is
    'The part of score.check for grades: names, thresholds, caps, pass marks, and members that name a grade.';
