create or replace function period.find_term_actions(of_term text, of_revision integer, at timestamptz)
returns table (agent text, action text, because text, due timestamptz)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with scheme as materialized (  -- one row per scheme
        select f.scheme, f.version, s.document, period.grain_of(of_term) as grain, make_interval(hours => 24 * c.action_days) as usual,
               array(select r from period.term_result r where (r.term, r.revision, r.scheme) = (f.term, f.revision, f.scheme)) as results,
               array(select p from period.term_part p where (p.term, p.revision) = (f.term, f.revision)) as parts
          from period.term_scheme f
          join score.scheme s using (scheme, version)
         cross join period.setting c
         where f.term = of_term and f.revision = of_revision
    ), found as (
        select a.agent, a.action, a.because, at + coalesce(make_interval(hours => 24 * a.due_days), s.usual) as due
          from scheme s
         cross join lateral period.share_actions(s.results, jsonb_path_query_array(s.document #> array['shares', s.grain], '$[*] ? (!exists(@.amount))')) a
        union all
        select a.agent, a.action, a.because, at + coalesce(make_interval(hours => 24 * a.due_days), s.usual)
          from scheme s
         cross join lateral period.count_actions(of_term, s.parts, s.scheme, s.version, jsonb_path_query_array(s.document #> array['counts', s.grain], '$[*] ? (!exists(@.amount))')) a
        union all
        select a.agent, a.action, a.because, greatest(a.due, at) + s.usual
          from scheme s
         cross join lateral period.grade_actions(of_term, of_revision, s.scheme, s.version) a
    )
    select distinct on (f.agent, f.action) f.agent, f.action, f.because, f.due
      from found f
     order by f.agent, f.action, f.due, f.because
$$;

comment on function period.find_term_actions(text, integer, timestamptz) is
    'What a frozen term asks people to do, by every scheme that has it: awards by rank and by count that have no amount (those are paid), and what follows from grades. because: a '
    'message of ref.say. due counts from the instant given, that of a review from the end of its half-year or year.';
