-- Runs on documents of any shape, as score.indicator_problems does.

create or replace function score.term_problems(document jsonb)
returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with grain as materialized (
        select * from (values ('month', 1, 'months'), ('quarter', 3, 'quarters'), ('half_year', 6, 'half-years'), ('year', 12, 'years')) as g(grain, months, several)
    ), own as materialized (  -- one row, if the period is one
        select g.* from grain g where g.grain = document ->> 'period'
    ), term as materialized (  -- one row per entry of terms that is an object
        select g.grain, g.months, t.item, format('$.terms.%s', g.grain) as place
          from jsonb_each(case when jsonb_typeof(document -> 'terms') = 'object' then document -> 'terms' end) as t(key, item)
          join grain g on g.grain = t.key
         where jsonb_typeof(t.item) = 'object'
    ), scored as materialized (  -- the longer periods that the scheme has
        select o.grain, o.months from own o where o.months > 1
        union
        select t.grain, t.months from term t cross join own o where t.months > o.months
    ), asked as (  -- one row per award of a longer period
        select m.member, g.key as grain, e.item, e.item ->> 'award' as award, e.i, format('$.%s.%s[%s]', m.member, g.key, e.i - 1) as place
          from unnest(array['shares', 'counts']) as m(member)
         cross join lateral jsonb_each(case when jsonb_typeof(document -> m.member) = 'object' then document -> m.member end) as g(key, list)
         cross join lateral jsonb_array_elements(case when jsonb_typeof(g.list) = 'array' then g.list end) with ordinality as e(item, i)
         where jsonb_typeof(e.item) = 'object'
    )
    select t.place, format('must be longer than a %s, which the scheme scores itself', o.grain)
      from term t cross join own o where t.months <= o.months
    union all
    select t.place || '.of', format('must be a shorter period that the scheme has: %s; is %s',
                                    (select string_agg(x.grain, ' or ' order by x.months)
                                       from (select o.grain, o.months union select s.grain, s.months from scored s) x where x.months < t.months), t.item ->> 'of')
      from term t cross join own o
     where t.months > o.months and t.item ->> 'of' in (select g.grain from grain g) and t.item ->> 'of' <> o.grain
       and not exists (select from scored s where s.grain = t.item ->> 'of' and s.months < t.months)
    union all
    select t.place || '.least', format('must be at most %s: a %s has no more %s', t.months / p.months, t.grain, p.several)
      from term t
      join grain p on p.grain = t.item ->> 'of' and p.months < t.months
     where jsonb_typeof(t.item -> 'least') = 'number' and (t.item -> 'least')::numeric > t.months / p.months
    union all
    select format('%s.needs[%s]', t.place, n.i - 1), format('needs %s: the scheme asks for none', n.needed #>> '{}')
      from term t
     cross join lateral jsonb_path_query(t.item, 'strict $.needs[*]', silent => true) with ordinality as n(needed, i)
     where n.needed #>> '{}' in ('signatures', 'evidence') and not document ? (n.needed #>> '{}')
    union all
    select '$.terms', 'must be absent: shares by the lead''s grade are those of months'
     where document ? 'terms' and document ? 'shares_by_lead'
    union all
    select '$.terms', 'must be absent: pass marks are points of indicators, and what is made of parts has none'
     where document ? 'terms' and jsonb_path_exists(document, '$.grades[*].pass_marks')
    union all
    select '$.' || m.member, format('must be absent: they go with months, and the scheme scores a %s', o.grain)
      from own o
     cross join unnest(array['rewards', 'streaks', 'improvement_plan', 'reviews', 'self_mark_gap', 'shares_by_lead']) as m(member)
     where o.months > 1 and document ? m.member
    union all
    select format('$.%s.%s', a.member, a.grain), format('needs terms.%s: what a %s is made of', a.grain, a.grain)
      from (select distinct a.member, a.grain from asked a) a
     cross join own o
     where a.grain in (select g.grain from grain g) and a.grain not in (select s.grain from scored s)
    union all
    select a.place || '.award', format('must be unique; %s stands above already', a.award)
      from asked a
     where exists (select from asked b where b.award = a.award and b.grain = a.grain and (b.member, -b.i) > (a.member, -a.i))
    union all
    select a.place || '.below', case when a.item ? 'indicator' then 'is required: what the indicator''s value is less than' else 'goes with indicator' end
      from asked a
     where a.member = 'counts' and a.item ? 'indicator' <> (a.item ? 'below')
    union all
    select a.place || '.indicator', format('must be an indicator%s', '; did you mean ' || ref.nearest(a.item ->> 'indicator', n.names) || '?')
      from asked a
     cross join (select array(select i #>> '{}' from jsonb_path_query(document, '$.indicators[*].indicator') i) as names) n
     where a.member = 'counts' and a.item ->> 'indicator' <> all (n.names)
    union all
    select a.place || '.when', format('needs %s', w.needs)
      from asked a
      join (values ('below_pass_mark', 'pass_mark'), ('below_coaching', 'coaching_below'), ('first', 'rewards'), ('last', 'rewards')) as w("when", needs)
        on w."when" = a.item ->> 'when'
     where a.member = 'counts' and not document ? w.needs
    union all
    select format('$.counts.%s', a.grain), format('must be absent: the scheme scores a %s itself, of which there are no parts to count', a.grain)
      from (select distinct a.grain from asked a where a.member = 'counts') a
      join own o on o.grain = a.grain
    union all
    select a.place || case when a.item ? 'indicator' then '.indicator' else '.when' end,
           case when a.item ? 'indicator' then format('must be absent: %s are made of parts, and have no indicators', p.several)
                else format('must be below_pass_mark or below_coaching: %s is said of months, not of %s', a.item ->> 'when', p.several) end
      from asked a
      join term t on t.grain = a.grain
      join scored s on s.grain = t.item ->> 'of' and s.months < t.months
      join grain p on p.grain = s.grain
     cross join own o
     where a.member = 'counts'
       and (a.item ? 'indicator' and s.grain <> o.grain or a.item ->> 'when' in ('first', 'last'))
    union all
    select a.place || '.least', format('must be at most %s: a %s has no more %s', t.months / p.months, t.grain, p.several)
      from asked a
      join term t on t.grain = a.grain
      join grain p on p.grain = t.item ->> 'of' and p.months < t.months
     where a.member = 'counts' and jsonb_typeof(a.item -> 'least') = 'number' and (a.item -> 'least')::numeric > t.months / p.months
    union all
    select '$.year_end', 'needs terms.year: what a year is made of'
      from own o
     where document ? 'year_end' and not exists (select from scored s where s.grain = 'year')
    union all
    select '$.year_end', 'needs terms.half_year: a mid-year review looks at the half-year'
      from own o
     where jsonb_path_exists(document, '$.year_end[*] ? (@.review == "mid_year")') and not exists (select from scored s where s.grain = 'half_year')
$$;

comment on function score.term_problems(jsonb) is
    'The part of score.check for quarters, half-years and years: what they are made of, and what is asked at their end.';
