-- A leads' scheme that was not in force at the close graded nobody, whatever is loaded since: 0 is no version.

create or replace function period.values_now(for_month date, for_revision integer) returns setof period.item
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select m.agent, 'metric', m.metric, m.value, null from merit.agent_month_metric m where m.month = for_month
    union all
    select g.agent, v.item, f.scheme, v.number, v.words
      from period.closing_scheme f
      join score.scheme s using (scheme, version)
      left join period.closing_scheme l
             on (l.month, l.revision, l.scheme) = (f.month, f.revision, s.document #>> '{shares_by_lead,scheme}')
     cross join lateral score.graded(for_month, f.scheme, f.version, coalesce(l.version, 0)) g
     cross join lateral (values ('total', g.total, null), ('rank', g.rank, null),
                                ('grade', null, g.grade)) as v(item, number, words)
     where f.month = for_month and f.revision = for_revision
$$;

comment on function period.values_now(date, integer) is
    'What a closed month would be with today''s facts, by the schemes of a revision, item by item.';
