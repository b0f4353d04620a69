create or replace function period.term_values_now(of_term text) returns setof period.item
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.agent, v.item, r.scheme, v.number, v.words
      from period.term_results_now(of_term, false) r
     cross join lateral (values ('total', r.total, null), ('rank', r.rank::numeric, null), ('grade', null, r.grade),
                                ('team', null, case when r.scope = 'team' then r.team end)) as v(item, number, words)
    union all
    select p.agent, v.item, concat_ws(' ', n.scheme, p.indicator), v.number, null
      from (select f.scheme, f.version, array_agg(c.indicator) as compared, array_agg(c.indicator) filter (where c.figure) as figures
              from period.next_term_schemes(of_term, false) f
             cross join lateral period.compared(f.scheme, f.version, period.grain_of(of_term)) c
             group by f.scheme, f.version offset 0) n
     cross join lateral period.term_points(of_term, n.scheme, n.version, true) p
     cross join lateral (values (case when p.indicator = any (n.figures) then 'indicator' else 'value' end, p.value), ('points', p.points)) as v(item, number)
     where p.indicator = any (n.compared)
$$;

comment on function period.term_values_now(text) is
    'period.term_values of a closed term as its next revision would have them, by the schemes of the one before.';
