create or replace function period.signed_content(for_month date, schemes_in_force boolean, amounts period.amount[] default null) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select period.content_of(period.input_hash(for_month), min(s.scheme) filter (where s.pays),
                             array_agg(s.checksum order by s.scheme collate "C"),
                             coalesce(amounts, period.amounts_now(for_month, schemes_in_force)))
      from period.next_schemes(for_month, schemes_in_force) s
$$;

comment on function period.signed_content(date, boolean, period.amount[]) is
    'What is signed of a month (period.content_of): everything that its results follow from now, by the schemes of period.next_schemes. '
    'amounts: what is to be approved; NULL: period.amounts_now.';
