create or replace function period.counted_grade(grade text, best_first text[], evidence jsonb, proven text[]) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    with rule as (  -- one row, if the grade needs evidence and has none
        select p.place, case evidence ->> 'without' when 'higher' then -1 when 'lower' then 1
                                                    else case when p.place * 2 <= cardinality(best_first) + 1 then 1 else -1 end end as step
          from (select array_position(best_first, counted_grade.grade) as place) p
         where evidence ? 'without' and evidence -> 'grades' ? counted_grade.grade
           and counted_grade.grade <> all (coalesce(proven, '{}'))
    )
    select coalesce((
        select g.grade
          from rule r
         cross join lateral unnest(best_first) with ordinality as g(grade, place)
         where (g.place - r.place) * r.step > 0 and (not evidence -> 'grades' ? g.grade or g.grade = any (proven))
         order by abs(g.place - r.place)
         limit 1), counted_grade.grade)
$$;

comment on function period.counted_grade(text, text[], jsonb, text[]) is
    'What a grade of a scheme''s list counts as (evidence: that member of the document), if there is evidence for these grades (proven): '
    'itself where it needs none or has some, else the next that needs none or has some: the lower or the higher, as evidence.without says; '
    'of neighbour the lower for the better half of the list (its middle, too), the higher for the other.';
