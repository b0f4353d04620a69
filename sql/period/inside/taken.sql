create or replace function period.taken(for_month date)
returns table (scheme text, indicator text, otherwise numeric)
language sql stable rows 5
set search_path = pg_catalog, pg_temp
as $$
    with version as (
        select f.scheme, f.version from score.in_force(for_month) f
        union
        select c.scheme, c.version from period.closing_scheme c where c.month = for_month
    )
    select i.scheme, l.leaf ->> 'before', min((l.leaf -> 'otherwise')::numeric)
      from version v
      join score.indicator i on i.scheme = v.scheme and i.version = v.version and jsonb_path_exists(i.expressions, '$.**.before')
     cross join lateral score.leaves(i.expressions) as l(leaf)
     where l.leaf ? 'before'
     group by i.scheme, l.leaf ->> 'before'
$$;

comment on function period.taken(date) is
    'One row per scheme and indicator whose value of the month before is looked at by a version that is in force in the month, or that closed '
    'it; otherwise: what counts where there is none.';
