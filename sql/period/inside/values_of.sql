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
$$;

comment on function period.values_of(date, integer) is 'What is frozen for a month and revision, item by item.';
