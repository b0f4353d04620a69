create or replace function period.verify_terms()
returns table (term text, revision integer, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select c.term, c.revision, format('frozen rows hash to %s, closed with %s', period.term_result_hash(c.term, c.revision), c.result_hash)
      from period.term_closing c
     where c.result_hash <> period.term_result_hash(c.term, c.revision)
    union all
    select f.term, f.revision, format('scheme %s version %s is not the one it was closed with', f.scheme, f.version)
      from period.term_scheme f
      left join score.scheme s using (scheme, version)
     where s.checksum is distinct from f.checksum
        or encode(sha256(convert_to(s.document::text, 'UTF8')), 'hex') is distinct from f.checksum
    union all
    select c.term, c.revision, format('%s of %s does not follow from %s', v.what, v.agent, v.ground)
      from period.term_closing c
      join period.term_scheme f using (term, revision)
     cross join lateral (
        select 'indicator ' || p.indicator as what, p.agent, 'the metrics, or the parts' as ground
          from period.verify_term_points(c.term, c.revision, f.scheme, f.version) p
        union all
        select 'result', r.agent, 'the indicators' from period.verify_term_results(c.term, c.revision, f.scheme, f.version) r) v
$$;

comment on function period.verify_terms() is 'The part of period.verify for quarters, half-years and years.';
