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
     order by c.month, c.revision
$$;

comment on function period.verify() is
    'One row per closed month and revision whose frozen rows are not what they were; none when all is right.';
