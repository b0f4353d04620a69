create or replace function period.values_of(for_month date, for_revision integer) returns setof period.item
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select m.agent, 'metric', m.metric, m.value, null from period.metric m
     where m.month = for_month and m.revision = for_revision
    union all
    select r.agent, v.item, r.scheme, v.number, v.words
      from period.result r
     cross join lateral (values ('total', r.total, null), ('rank', r.rank, null),
                                ('grade', null, r.grade)) as v(item, number, words)
     where r.month = for_month and r.revision = for_revision
    union all
    select i.agent, v.item, concat_ws(' ', i.scheme, i.indicator), v.number, null
      from period.closing_scheme f
     cross join lateral (select c.* from period.compared(f.scheme, f.version, 'month') c offset 0) c
      join period.indicator i on (i.month, i.revision, i.scheme, i.indicator) = (f.month, f.revision, f.scheme, c.indicator)
     cross join lateral (values (case when c.figure then 'indicator' else 'value' end, i.value), ('points', i.points)) as v(item, number)
     where f.month = for_month and f.revision = for_revision
$$;

comment on function period.values_of(date, integer) is 'What is frozen for a month and revision, item by item.';
