create or replace function period.term_values(of_term text, of_revision integer) returns setof period.item
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.agent, v.item, r.scheme, v.number, v.words
      from period.term_result r
     cross join lateral (values ('total', r.total, null), ('rank', r.rank::numeric, null), ('grade', null, r.grade)) as v(item, number, words)
     where r.term = of_term and r.revision = of_revision
    union all
    select i.agent, v.item, concat_ws(' ', i.scheme, i.indicator), v.number, null
      from period.term_scheme f
     cross join lateral (select period.compared_indicators(f.scheme, f.version, period.grain_of(of_term)) as indicators offset 0) c
      join period.term_indicator i on (i.term, i.revision, i.scheme) = (f.term, f.revision, f.scheme) and i.indicator = any (c.indicators)
     cross join lateral (values ('indicator', i.value), ('points', i.points)) as v(item, number)
     where f.term = of_term and f.revision = of_revision
$$;

comment on function period.term_values(text, integer) is 'What revisions of a term compare: total, rank and grade of everybody, by each scheme, and period.compared_indicators.';
