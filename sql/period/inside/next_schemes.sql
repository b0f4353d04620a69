create or replace function period.next_schemes(for_month date, schemes_in_force boolean)
returns table (scheme text, version integer, checksum text, pays boolean)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with last as (  -- one row, if the month is closed
        select c.* from period.closing c where c.month = for_month order by c.revision desc limit 1
    ), paying as (
        select coalesce(case when schemes_in_force or l.month is null then period.leading_scheme(for_month) end, l.scheme) as scheme
          from (values (1)) as one
          left join last l on true
    )
    select s.scheme, s.version, s.checksum, s.scheme = p.scheme
      from (select f.scheme, f.version from score.in_force(for_month) f where schemes_in_force or not exists (select from last)
            union all
            select f.scheme, f.version
              from last l join period.closing_scheme f on f.month = l.month and f.revision = l.revision
             where not schemes_in_force) v
      join score.scheme s on s.scheme = v.scheme and s.version = v.version
     cross join paying p
$$;

comment on function period.next_schemes(date, boolean) is
    'The schemes by which a month would be closed or, if it is closed, revised (schemes_in_force: by those in force now), and which of '
    'them pays.';
