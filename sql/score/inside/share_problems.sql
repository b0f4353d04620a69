-- Runs on documents of any shape, as score.indicator_problems does. The leads' scheme is the last that was loaded: with the month in
-- which it is in force nobody need agree here.

create or replace function score.share_problems(document jsonb)
returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with given as (
        select s.item, s.item ->> 'scheme' as leads, array(select g #>> '{}' from jsonb_path_query(document, '$.grades[*].grade') g) as grades
          from jsonb_path_query(document, 'strict $.shares_by_lead', silent => true) as s(item)
         where jsonb_typeof(s.item) = 'object'
    ), lead as (  -- one row, if that scheme is loaded
        select distinct on (v.scheme) v.scheme, v.document ? 'shares_by_lead' as shares,
               array(select l.grade from score.grade l where l.scheme = v.scheme and l.version = v.version order by l.position) as grades
          from given g
          join score.scheme v on v.scheme = g.leads and v.scheme <> share_problems.document ->> 'scheme'
         order by v.scheme, v.version desc
    ), row as (  -- one row per row of shares
        select format('$.shares_by_lead.shares.%s', r.key) as place, r.key as lead_grade, r.value as shares
          from given g
         cross join lateral jsonb_each(case when jsonb_typeof(g.item -> 'shares') = 'object' then g.item -> 'shares' end) r
         where r.key <> 'comment'
        union all
        select '$.shares_by_lead.otherwise', null, g.item -> 'otherwise' from given g
    ), share as (
        select r.place, s.key, case when jsonb_typeof(s.value) = 'number' then s.value::numeric end as share
          from row r
         cross join lateral jsonb_each(case when jsonb_typeof(r.shares) = 'object' then r.shares end) s
         where s.key <> 'comment'
    )
    select '$.shares_by_lead.scheme',
           format('must be another scheme that is loaded; is %s%s', g.leads, '; did you mean '
                  || ref.nearest(g.leads, array(select distinct v.scheme from score.scheme v where v.scheme <> share_problems.document ->> 'scheme')) || '?')
      from given g
     where g.leads is not null and not exists (select from lead)
    union all
    select '$.shares_by_lead.scheme', format('must not be a scheme with shares_by_lead of its own, as %s is', l.scheme)
      from lead l where l.shares
    union all
    select '$.shares_by_lead', format('must be absent: %s takes its shares from this scheme', v.scheme)
      from (select distinct on (v.scheme) v.scheme, v.document from score.scheme v order by v.scheme, v.version desc) v
     where share_problems.document ? 'shares_by_lead' and v.document #>> '{shares_by_lead,scheme}' = share_problems.document ->> 'scheme'
       and v.scheme <> share_problems.document ->> 'scheme'
    union all
    select r.place, format('must be a grade of %s: %s%s', l.scheme, array_to_string(l.grades, ', '),
                           '; did you mean ' || ref.nearest(r.lead_grade, l.grades) || '?')
      from row r cross join lead l where r.lead_grade <> all (l.grades)
    union all
    select '$.shares_by_lead.shares', format('needs every grade of %s: %s', l.scheme, string_agg(g.grade, ', ' order by g.i))
      from lead l
     cross join lateral unnest(l.grades) with ordinality as g(grade, i)
     where not exists (select from row r where r.lead_grade = g.grade)
     group by l.scheme
    union all
    select s.place || '.' || s.key, format('must be a grade of the list%s', '; did you mean ' || ref.nearest(s.key, g.grades) || '?')
      from share s cross join given g where s.key <> all (g.grades)
    union all
    select s.place, format('must add to 1; add to %s', trim_scale(sum(s.share)))
      from share s group by s.place having count(*) = count(s.share) and sum(s.share) <> 1
$$;

comment on function score.share_problems(jsonb) is
    'The part of score.check for shares of grades that depend on the lead''s grade: the leads'' scheme, its grades, the grades of the '
    'list, and sums.';
