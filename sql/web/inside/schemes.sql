create or replace function web.schemes(for_month date) returns table (scheme text, version integer, label text, document jsonb)
language plpgsql stable rows 2
set search_path = pg_catalog, pg_temp
as $$
declare
    closed constant integer := period.latest(for_month);
    first  constant text := coalesce((select c.scheme from period.closing c where c.month = for_month and c.revision = closed),
                                     period.leading_scheme(for_month));
begin
    return query
    select s.scheme::text, s.version, coalesce(s.document #>> array['name', ref.language()], s.scheme), s.document
      from score.scheme s
      join (select f.scheme, f.version from score.in_force(for_month) f where closed is null
             union all
            select c.scheme, c.version from period.closing_scheme c where c.month = for_month and c.revision = closed) f using (scheme, version)
     order by s.scheme = first is not true, s.scheme;
end $$;

comment on function web.schemes(date) is
    'One row per scheme in force in a month, or by which a closed month was closed: its version, its name in the language in which the '
    'caller reads, and its document; the one that pays first.';
