create or replace function period.term_values(of_term text, of_revision integer) returns setof period.item
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.agent, v.item, r.scheme, v.number, v.words
      from period.term_result r
     cross join lateral (values ('total', r.total, null), ('rank', r.rank::numeric, null), ('grade', null, r.grade)) as v(item, number, words)
     where r.term = of_term and r.revision = of_revision
    union all  -- as period.values_of: on what weighs nothing no total depends, but pay and counts may
    select i.agent, 'indicator', concat_ws(' ', i.scheme, i.indicator), i.value, null
      from period.term_scheme f
      join score.indicator n on n.scheme = f.scheme and n.version = f.version and n.weight = 0
      join period.term_indicator i on (i.term, i.revision, i.scheme) = (f.term, f.revision, f.scheme) and i.indicator = n.indicator
     where f.term = of_term and f.revision = of_revision
$$;

comment on function period.term_values(text, integer) is 'What revisions of a term compare: total, rank and grade of everybody, by each scheme, and what weighs nothing.';
