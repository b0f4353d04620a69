create or replace function period.term_values_now(of_term text, results period.term_result[]) returns setof period.item
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.agent, v.item, r.scheme, v.number, v.words
      from unnest(results) r
     cross join lateral (values ('total', r.total, null), ('rank', r.rank::numeric, null), ('grade', null, r.grade)) as v(item, number, words)
    union all
    select p.agent, 'indicator', concat_ws(' ', n.scheme, p.indicator), p.value, null
      from (select n.scheme, n.version, array_agg(i.indicator) as figures
              from period.next_term_schemes(of_term, false) n
              join score.scheme s on s.scheme = n.scheme and s.version = n.version and s.period = period.grain_of(of_term)
              join score.indicator i on i.scheme = n.scheme and i.version = n.version and i.weight = 0
             group by n.scheme, n.version offset 0) n
     cross join lateral period.term_points(of_term, n.scheme, n.version, true) p
     where p.indicator = any (n.figures)
$$;

comment on function period.term_values_now(text, period.term_result[]) is
    'period.term_values as its next revision would have them, by the schemes of the one before: from its results of now (period.term_results_now).';
