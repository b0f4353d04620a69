create or replace function score.term_schemes(for_month date, grain text)
returns table (scheme text, version integer)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select f.scheme, f.version
      from (select distinct on (s.scheme) s.scheme, s.version, s.period, s.document
              from score.scheme s
             where s.effective <= for_month
             order by s.scheme, s.effective desc, s.version desc) f
     where f.period = grain or f.document #> array['terms', grain] is not null
$$;

comment on function score.term_schemes(date, text) is
    'One row per scheme whose version in force in the month, a term''s last, has a quarter, half_year or year: it scores such terms '
    'itself, or says what they are made of (terms).';
