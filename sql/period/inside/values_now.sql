-- A leads' scheme that was not in force at the close graded nobody, whatever is loaded since: 0 is no version.

create or replace function period.values_now(for_month date, for_revision integer) returns setof period.item
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with graded as materialized (  -- one row per scheme and agent
        select f.scheme, f.version, g.agent, g.total, g.rank, g.grade
          from period.closing_scheme f
          join score.scheme s using (scheme, version)
          left join period.closing_scheme l
                 on (l.month, l.revision, l.scheme) = (f.month, f.revision, s.document #>> '{shares_by_lead,scheme}')
         cross join lateral score.graded(for_month, f.scheme, f.version, coalesce(l.version, 0)) g
         where f.month = for_month and f.revision = for_revision
    ), counted as materialized (  -- one row per scheme and agent whose grade needs evidence
        select s.scheme, c.agent, c.counts_as
          from (select g.scheme, g.version, array_agg(g.agent order by g.agent) as agents, array_agg(g.grade order by g.agent) as grades
                  from graded g group by g.scheme, g.version) s
         cross join lateral period.counted(period.month_name(for_month), s.scheme, s.version, s.agents, s.grades) c
    )
    select m.agent, 'metric', m.metric, m.value, null from merit.agent_month_metric m where m.month = for_month
    union all
    select g.agent, v.item, g.scheme, v.number, v.words
      from graded g
      left join counted c on c.scheme = g.scheme and c.agent = g.agent
     cross join lateral (values ('total', g.total, null), ('rank', g.rank, null),
                                ('grade', null, coalesce(c.counts_as, g.grade))) as v(item, number, words)
    union all
    select p.agent, v.item, concat_ws(' ', f.scheme, p.indicator), v.number, null
      from (select x.scheme, x.version, array_agg(c.indicator) as compared, array_agg(c.indicator) filter (where c.figure) as figures
              from period.closing_scheme x
             cross join lateral period.compared(x.scheme, x.version, 'month') c
             where x.month = for_month and x.revision = for_revision
             group by x.scheme, x.version offset 0) f
     cross join lateral (select y.* from score.points(for_month, f.scheme, f.version) y offset 0) p
     cross join lateral (values (case when p.indicator = any (f.figures) then 'indicator' else 'value' end, p.value), ('points', p.points)) as v(item, number)
     where p.indicator = any (f.compared)
$$;

comment on function period.values_now(date, integer) is
    'What a closed month would be with today''s facts, by the schemes of a revision, item by item: grades as they count with today''s evidence.';
