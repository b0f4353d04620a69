-- At the end of a year by its grade; at the end of a first half-year by its grade, of those whom the year before asks to be reviewed then.

create or replace function period.grade_actions(of_term text, of_revision integer, for_scheme text, for_version integer)
returns table (agent text, action text, because text, due timestamptz)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with span as materialized (
        select s.grain, s.start, s.until, period.term_name('year', (s.start - interval '1 month')::date) as year_before from period.term_span(of_term) s
    ), result as materialized (
        select r.agent, r.grade from period.term_result r
         where r.term = of_term and r.revision = of_revision and r.scheme = for_scheme and r.grade is not null
    ), asked as (  -- one row per agent and entry that holds
        select r.agent, e.entry, ref.message('ask.grade', r.grade) as because
          from span s
          join score.scheme v on v.scheme = for_scheme and v.version = for_version
         cross join lateral jsonb_array_elements(v.document -> 'year_end') as e(entry)
          join result r on r.grade = e.entry ->> 'grade'
         where s.grain = 'year'
        union all
        select r.agent, t.entry, ref.message('ask.mid_year', b.grade, r.grade)
          from span s
          join period.term_closing c on c.term = s.year_before and c.revision = period.latest_term(s.year_before)
          join period.term_scheme f on (f.term, f.revision, f.scheme) = (c.term, c.revision, for_scheme)
          join score.scheme v on (v.scheme, v.version) = (f.scheme, f.version)
          join period.term_result b on (b.term, b.revision, b.scheme) = (c.term, c.revision, for_scheme)
          join result r on r.agent = b.agent
          join period.action_now n on n.term = c.term and n.agent = r.agent and n.action = 'mid_year_review' and n.state <> 'waived'
         cross join lateral jsonb_array_elements(v.document -> 'year_end') as e(entry)
         cross join lateral jsonb_array_elements(e.entry -> 'then') as t(entry)
         where s.grain = 'half_year' and extract(month from s.start) = 1
           and e.entry ->> 'grade' = b.grade and e.entry ->> 'review' = 'mid_year' and t.entry -> 'grades' ? r.grade
    )
    select a.agent, o.action, a.because, d.starts_at
      from asked a
     cross join span s
     cross join lateral period.grade_outcome(a.entry) o
      left join ref.day d on d.day = case o.due_in when 'mid_year' then (s.until + interval '6 months')::date
                                                   when 'year_end' then (date_trunc('year', s.start) + case s.grain when 'year' then interval '2 years' else interval '1 year' end)::date end
$$;

comment on function period.grade_actions(text, integer, text, integer) is
    'What a frozen term asks by grade: of a year, what year_end says of the grade; of a first half-year, what it says then of those whom the '
    'year before asks to be reviewed (unless that was waived). due: when the half-year or year of a review ends; NULL: the usual days.';
