create or replace function period.warnings(for_month date) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with agent as materialized (
        select r.agent from rollup.agent_period r where r.grain = 'month' and r.start = for_month and r.agent not like '(%'
    ), eligible as materialized (  -- one row per agent who is ranked if there is a total
        select f.scheme, f.version, s.agent
          from score.in_force(for_month) f
         cross join lateral score.standing(for_month, f.scheme, f.version, array(select a.agent from agent a)) s
         where s.barred is null
    ), warning (place, code, subject, agents) as (
        select 1, 'targets_missing', 'no sales target', array_agg(distinct e.agent)
          from eligible e
          join score.indicator i using (scheme, version)
         where i.metric = 'target_completion'
           and not exists (select from fact.last_target t
                            where t.metric = 'sales' and t.agent = e.agent
                              and t.period = period.month_name(for_month))
        having count(*) > 0
        union all
        select 2, 'marks_due', format('no mark of role %s for %s', r.role, substr(i.metric, 6)),
               array_agg(distinct e.agent)
          from eligible e
          join score.indicator i using (scheme, version)
         cross join lateral jsonb_object_keys(i.roles) as r(role)
         where i.source = 'mark'
           and not exists (select from fact.last_mark m
                            where m.agent = e.agent and 'mark:' || m.indicator = i.metric and m.role = r.role
                              and m.period = period.month_name(for_month))
         group by i.metric, r.role
        union all
        select 3, 'unknown_agents', 'numbers without a staff record', array_agg(a.agent)
          from agent a
         where not exists (select from fact.agent_event e where e.agent = a.agent)
        having count(*) > 0
        union all
        select 4, 'gap', format('%s records of %s/%s were gone before they were read', p.gap_records, p.topic,
                                p.partition), null
          from ingest.position p where p.gap_records > 0
        union all
        select 5, 'currency', format('the amounts of scheme %s are in %s, the ledger is in %s', f.scheme,
                                     s.document ->> 'currency', h.currency), null
          from score.in_force(for_month) f
          join score.scheme s using (scheme, version)
         cross join ref.shop h
         where f.scheme = period.leading_scheme(for_month) and s.document ->> 'currency' <> h.currency
           and s.document ? 'rewards'
        union all
        select 6, 'exclusion', format('%s %s is left out by %s (exclusion %s: %s)%s', e.kind, e.reference, e.excluded_by,
                                      e.id, e.reason,
                                      coalesce('; totals: ' || string_agg(format('%s %s → %s', f.agent,
                                          coalesce(f.before, 'none'), coalesce(f.after, 'none')), ', '
                                          order by f.agent) filter (where f.item = 'total'), '; no total changed')), null
          from fact.exclusion e
          join fact.exclusion_effect f on f.exclusion = e.id and not f.ending and f.month = for_month
         where e.ended_at is null
         group by e.id
        union all
        select 7, 'unread', format('nothing was ever read of topic %s: right only where all events come from files', t), null
          from ref.shop s
         cross join unnest(s.topics) t
         where not exists (select from ingest.position)
    )
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
               'code', w.code,
               'message', w.subject || coalesce(': ' || nullif(array_to_string(
                   array(select a from unnest(w.agents) a order by a collate "C" limit 20), ', '), '')
                   || case when cardinality(w.agents) > 20
                           then format(' and %s more', cardinality(w.agents) - 20) else '' end, ''),
               'agents', to_jsonb(array(select a from unnest(w.agents) a order by a collate "C"))))
           order by w.place, w.subject collate "C"), '[]')
      from warning w
$$;

comment on function period.warnings(date) is
    'What a close of the month must accept: [{code, message, agents}]. Marks and targets are missed only for agents who '
    'would be ranked.';
