create or replace function merit.signatures(of_period text)
returns table (revision integer, step text, signed_at timestamptz, signed_by text, counts boolean, signed_as text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    next constant integer := coalesce(period.part_closed(of_period) + 1, 0);
begin
    return query
    with given as materialized (  -- one row per signature
        select g.* from period.signature g where coalesce(g.term, period.month_name(g.month)) = of_period
    ), content as materialized (  -- one row per revision and what counts as signed
        select next as revision, c.content
          from (values (false), (true)) as f(in_force)
         cross join lateral period.signed_content(of_period, f.in_force) as c(content)
         where exists (select from given g where g.revision = next)
        union
        select c.revision, period.frozen_content(of_period, c.revision, c.input_hash, c.scheme)
          from (select x.revision, x.input_hash, x.scheme from period.closing x where x.month = period.month_of(of_period)
                 union all
                select x.revision, x.input_hash, x.scheme from period.term_closing x where x.term = of_period) c
    )
    select g.revision, g.step, g.signed_at, g.signed_by,
           exists (select from content c where c.revision = g.revision and c.content = g.content), g.signer
      from given g;
end $$;

comment on function merit.signatures(text) is 'What merit.signature shows of a month or term, by its name.';
