create or replace function period.verify()
returns table (month date, revision integer, problem text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with closed as materialized (  -- one row per closed month or term and revision
        select period.month_name(c.month) as name, c.month, c.revision, c.result_hash as closed_with, period.result_hash(c.month, c.revision) as now_is
          from period.closing c
        union all
        select c.term, null, c.revision, c.result_hash, period.term_result_hash(c.term, c.revision) from period.term_closing c
    ), used as materialized (  -- one row per scheme of it
        select period.month_name(f.month) as name, f.month, f.revision, f.scheme, f.version, f.checksum from period.closing_scheme f
        union all
        select f.term, null, f.revision, f.scheme, f.version, f.checksum from period.term_scheme f
    ), found as (
        select c.name, c.month, c.revision, format('frozen rows hash to %s, closed with %s', c.now_is, c.closed_with) as problem
          from closed c
         where c.closed_with <> c.now_is
        union all
        select u.name, u.month, u.revision, format('scheme %s version %s is not the one it was closed with', u.scheme, u.version)
          from used u
          left join score.scheme s using (scheme, version)
         where s.checksum is distinct from u.checksum
            or encode(sha256(convert_to(s.document::text, 'UTF8')), 'hex') is distinct from u.checksum
        union all
        select u.name, u.month, u.revision, format('%s of %s does not follow from %s', v.what, v.agent, v.ground)
          from used u
          join closed c using (name, revision)
         cross join lateral (
            select 'indicator ' || p.indicator as what, p.agent, 'the metrics' as ground
              from period.verify_points(u.month, u.revision, u.scheme, u.version) p where u.month is not null
            union all
            select 'result', r.agent, 'the indicators'
              from period.verify_results(u.month, u.revision, u.scheme, u.version) r where u.month is not null
            union all
            select 'indicator ' || p.indicator, p.agent, 'the metrics, or the parts'
              from period.verify_term_points(u.name, u.revision, u.scheme, u.version) p where u.month is null
            union all
            select 'result', r.agent, 'the indicators'
              from period.verify_term_results(u.name, u.revision, u.scheme, u.version) r where u.month is null) v
    )
    select f.month, f.revision, case when f.month is null then f.name || ': ' else '' end || f.problem
      from found f
     order by 1, 2, 3
$$;

comment on function period.verify() is
    'One row per closed month and revision whose frozen rows or schemes have changed, and per frozen row that does not '
    'follow from the rows below it (totals, grades, ranks and places follow from indicators, indicators from metrics). No '
    'row when all is right. Of quarters, half-years and years the same: month is NULL, and the problem begins with the name.';
