create or replace function period.verify()
returns table (month date, revision integer, problem text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select c.month, c.revision,
           format('frozen rows hash to %s, closed with %s', period.result_hash(c.month, c.revision), c.result_hash)
      from period.closing c
     where c.result_hash <> period.result_hash(c.month, c.revision)
    union all
    select f.month, f.revision, format('scheme %s version %s is not the one it was closed with', f.scheme, f.version)
      from period.closing_scheme f
      left join score.scheme s using (scheme, version)
     where s.checksum is distinct from f.checksum
        or encode(sha256(convert_to(s.document::text, 'UTF8')), 'hex') is distinct from f.checksum
    union all
    select c.month, c.revision, format('%s of %s does not follow from %s', v.what, v.agent, v.ground)
      from period.closing c
      join period.closing_scheme f using (month, revision)
     cross join lateral (
        select 'indicator ' || p.indicator as what, p.agent, 'the metrics' as ground
          from period.verify_points(c.month, c.revision, f.scheme, f.version) p
        union all
        select 'result', r.agent, 'the indicators' from period.verify_results(c.month, c.revision, f.scheme, f.version) r) v
    union all
    select null, t.revision, t.term || ': ' || t.problem from period.verify_terms() t
     order by 1, 2, 3
$$;

comment on function period.verify() is
    'One row per closed month and revision whose frozen rows or schemes have changed, and per frozen row that does not '
    'follow from the rows below it (totals, grades, ranks and places follow from indicators, indicators from metrics). No '
    'row when all is right. Of quarters, half-years and years the same: month is NULL, and the problem begins with the name.';
