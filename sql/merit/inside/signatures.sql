create or replace function merit.signatures()
returns table (month date, revision integer, step text, signed_at timestamptz, signed_by text, counts boolean, signed_as text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return query
    with content as materialized (  -- one row per revision and what counts as signed
        select m.month, coalesce(period.latest(m.month) + 1, 0) as revision, c.content
          from (select distinct g.month from period.signature g where g.revision = coalesce(period.latest(g.month) + 1, 0)) m
         cross join lateral (values (period.signed_content(m.month, false)), (period.signed_content(m.month, true))) as c(content)
        union
        select c.month, c.revision, period.frozen_content(c)
          from period.closing c
         where c.month in (select g.month from period.signature g)
    )
    select g.month, g.revision, g.step, g.signed_at, g.signed_by,
           exists (select from content c where (c.month, c.revision, c.content) = (g.month, g.revision, g.content)), g.signer
      from period.signature g;
end $$;

comment on function merit.signatures() is 'What merit.signature shows.';
