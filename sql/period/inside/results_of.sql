create or replace function period.results_of(of_period text, of_revision integer, of_scheme text) returns setof period.result
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.* from period.result r where r.month = period.month_of(of_period) and r.revision = of_revision and r.scheme = of_scheme
    union all
    select x.*
      from period.term_result r
     cross join lateral jsonb_populate_record(null::period.result, to_jsonb(r)) x
     where r.term = of_period and r.revision = of_revision and r.scheme = of_scheme
$$;

comment on function period.results_of(text, integer, text) is
    'The frozen results of a month or term, by its name, and revision, of one scheme. Of a term: month is NULL, and there are no places.';
