create or replace function period.term_values(of_term text, of_revision integer) returns setof period.item
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.agent, v.item, r.scheme, v.number, v.words
      from period.term_result r
     cross join lateral (values ('total', r.total, null), ('rank', r.rank::numeric, null), ('grade', null, r.grade),
                                ('team', null, case when r.scope = 'team' then r.team end)) as v(item, number, words)
     where r.term = of_term and r.revision = of_revision
    union all
    select i.agent, v.item, concat_ws(' ', i.scheme, i.indicator), v.number, null
      from period.term_scheme f
     cross join lateral (select c.* from period.compared(f.scheme, f.version, period.grain_of(of_term)) c offset 0) c
      join period.term_indicator i on (i.term, i.revision, i.scheme, i.indicator) = (f.term, f.revision, f.scheme, c.indicator)
     cross join lateral (values (case when c.figure then 'indicator' else 'value' end, i.value), ('points', i.points)) as v(item, number)
     where f.term = of_term and f.revision = of_revision
$$;

comment on function period.term_values(text, integer) is 'What revisions of a term compare: total, rank and grade of everybody, by each scheme, the team where ranks are of teams (awards follow from it), and '
    'period.compared.';
