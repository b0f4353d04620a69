create or replace function pay.items(for_month date, for_revision integer, inputs jsonb)
returns table (agent text, scheme text, item text, amount numeric)
language sql stable rows 200
set search_path = pg_catalog, pg_temp
as $$
    select i.*
      from period.closing c
      join period.closing_scheme f using (month, revision, scheme)
      join score.scheme s using (scheme, version)
     cross join lateral pay.items_of(
           s.scheme, s.document #> '{pay,items}',
           array(select r from period.result r where (r.month, r.revision, r.scheme) = (for_month, for_revision, s.scheme)),
           pay.frozen_figures(for_month, for_revision, s.scheme, s.document #> '{pay,items}'), inputs) i
     where c.month = for_month and c.revision = for_revision and s.document #> '{pay,items}' is not null
$$;

comment on function pay.items(date, integer, jsonb) is
    'One row per agent and pay item of the scheme that pays in a revision of a closed month: what it comes to with these inputs '
    '(pay.inputs_now), as pay.items_of has it.';
