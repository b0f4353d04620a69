-- Of a month whose results are kept they are known already. A closed month or term has what it was closed with.

create or replace function period.evidence_needed(of_period text)
returns table (scheme text, agent text, grade text, counts_as text, evidence bigint, stops boolean)
language plpgsql stable rows 20
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    for_month constant date := period.month_of(of_period);
    last      constant integer := period.part_closed(of_period);
    is_kept   constant boolean := for_month = any (score.kept_months());
    touched   constant text[] := case when for_month is not null then score.touched(for_month) end;
begin
    return query
    with asking as materialized (  -- one row per scheme that looks at evidence
        select s.scheme, s.version, s.document #> '{evidence,grades}' as needing, s.document #>> '{evidence,close}' = 'blocker' as stops
          from period.schemes_of(of_period, false) v
          join score.scheme s on s.scheme = v.scheme and s.version = v.version
         where s.document #> '{evidence,without}' is not null and score.asks(s.document, period.grain_of(of_period), 'evidence')
    ), needing as materialized (  -- one row per agent of a period that is not closed, with a grade that needs evidence
        select a.scheme, k.agent, k.grade
          from asking a
          join score.kept_result k on k.month = for_month and k.scheme = a.scheme
         where last is null and is_kept and a.needing ? k.grade
         union all
        select a.scheme, g.agent, g.grade
          from asking a
         cross join lateral score.graded(for_month, a.scheme, a.version, touched => touched) g
         where last is null and for_month is not null and not is_kept and a.needing ? g.grade
         union all
        select a.scheme, g.agent, g.grade
          from asking a
         cross join lateral period.term_graded(of_period, a.scheme, a.version) g
         where last is null and for_month is null and a.needing ? g.grade
    )
    select a.scheme::text, c.agent, c.grade, c.counts_as, c.evidence, coalesce(a.stops, false)
      from asking a
     cross join lateral period.counted(of_period, a.scheme, a.version,
               array(select n.agent from needing n where n.scheme = a.scheme order by n.agent),
               array(select n.grade from needing n where n.scheme = a.scheme order by n.agent)) c
     union all
    select r.scheme::text, r.agent::text, coalesce(r.graded, r.grade), r.grade, r.evidence, coalesce(a.stops, false)
      from asking a
      join (select x.scheme, x.agent, x.grade, x.graded, x.evidence from period.result x where x.month = for_month and x.revision = last
             union all
            select x.scheme, x.agent, x.grade, x.graded, x.evidence from period.term_result x where x.term = of_period and x.revision = last) r
        on r.scheme = a.scheme
     where num_nonnulls(r.graded, r.evidence) > 0;
end $$;

comment on function period.evidence_needed(text) is
    'One row per scheme, agent and grade of a month or term that needs evidence: by the numbers of now, of a closed one as it was closed. evidence: '
    'what shows it; NULL: nothing, and it counts as counts_as. stops: without it nothing is closed (else it is a warning).';
