create or replace function period.leading_scheme(for_month date) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with candidate as (  -- one row per scheme in force
        select f.scheme, s.document ? 'rewards' or s.document #> '{pay,items}' is not null as pays
          from score.in_force(for_month) f
          join score.scheme s using (scheme, version)
    )
    select coalesce(
        (select c.scheme from candidate c join period.setting s using (scheme)),
        (select min(c.scheme) from candidate c where c.pays having count(*) = 1),
        (select min(c.scheme) from candidate c having count(*) = 1))
$$;

comment on function period.leading_scheme(date) is
    'The scheme that pays and acts in a month: the one that month.scheme names if it is in force, or else the only one in '
    'force with rewards or pay items, or else the only one in force. NULL: that leaves several schemes, or none.';
