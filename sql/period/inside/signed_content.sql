create or replace function period.signed_content(of_period text, schemes_in_force boolean, amounts period.amount[] default null) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select period.content_of(period.inputs_now(of_period, schemes_in_force), min(s.scheme) filter (where s.pays),
                             array_agg(s.checksum order by s.scheme collate "C"),
                             coalesce(amounts, period.amounts_now(of_period, schemes_in_force)))
      from period.schemes_of(of_period, schemes_in_force) s
$$;

comment on function period.signed_content(text, boolean, period.amount[]) is
    'What is signed of a month or term (period.content_of): everything that its results follow from now, by the schemes of period.schemes_of. '
    'amounts: what is to be approved; NULL: period.amounts_now.';
