create or replace function pay.inputs_of(for_month date, for_revision integer) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((
        select array(select jsonb_array_elements_text(s.document #> '{pay,inputs}'))
          from period.closing c
          join period.closing_scheme f using (month, revision, scheme)
          join score.scheme s using (scheme, version)
         where c.month = for_month and c.revision = for_revision and s.document #> '{pay,inputs}' is not null),
        array['own_commission'])
$$;

comment on function pay.inputs_of(date, integer) is
    'The inputs in the pay formula of the scheme that pays in a closed month. Penalties are taken from the inputs whose '
    'names end in commission.';
