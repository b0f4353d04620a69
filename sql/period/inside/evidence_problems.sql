create or replace function period.evidence_problems(of_period text, for_revision integer default null)
returns table (stops boolean, problem jsonb)
language plpgsql stable rows 5
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with missing as (  -- one row per grade without evidence
        select n.scheme, n.agent, n.grade, n.counts_as, n.stops
          from period.evidence_needed(of_period) n
         where for_revision is null and n.evidence is null
        union all
        select r.scheme, r.agent, r.graded, r.grade, s.document #>> '{evidence,close}' is not distinct from 'blocker'
          from period.result r
          join period.closing_scheme f using (month, revision, scheme)
          join score.scheme s using (scheme, version)
         where r.month = period.month_of(of_period) and r.revision = for_revision and r.graded is not null
        union all
        select r.scheme, r.agent, r.graded, r.grade, s.document #>> '{evidence,close}' is not distinct from 'blocker'
          from period.term_result r
          join period.term_scheme f using (term, revision, scheme)
          join score.scheme s using (scheme, version)
         where r.term = of_period and r.revision = for_revision and r.graded is not null
    )
    select m.stops, jsonb_build_object('code', 'evidence', 'message', ref.message('warning.evidence', m.grade, m.counts_as, m.scheme),
                                       'agents', to_jsonb(array_agg(m.agent order by m.agent collate "C")))
      from missing m
     group by m.stops, m.scheme, m.grade, m.counts_as
     order by m.scheme collate "C", m.grade collate "C";
end $$;

comment on function period.evidence_problems(text, integer) is
    'The grades of a month or term that need evidence and have none, {code, message, agents} for period.said: as they are now or, given a revision '
    'that is being frozen, as they are there. stops: a blocker of the close, else a warning.';
