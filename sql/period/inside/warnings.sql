-- In PL/pgSQL, which keeps its plan: it is asked for each month that is shown.

create or replace function period.warnings(for_month date, ranked score.candidate[] default null) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    kept constant jsonb := (select k.warnings from score.kept k where k.month = for_month and for_month = any (score.kept_months()));
begin
    return (
        with warning (place, code, message, agents, totals) as (
            select w.place, w.code, w.message, a.agents, null::jsonb
              from (select k.place, k.code, k.message, k.agents
                      from jsonb_to_recordset(kept) as k(place integer, code text, message text, agents text[])
                     where ranked is null
                    union all
                    select n.place, n.code, n.message, n.agents
                      from period.agent_warnings(for_month, ranked) n
                     where kept is null or ranked is not null) w
             cross join lateral (  -- a record of a later month, which marks none before it, is one too
                   select case w.code when 'unknown_agents'
                                      then array(select u from unnest(w.agents) u
                                                  where not exists (select from fact.agent_event e where e.agent = u))
                                      else w.agents end as agents) a
             where a.agents <> '{}'
            union all
            select 4, 'gap', ref.message('warning.gap', p.gap_records::text, p.topic, p.partition::text), null, null
              from ingest.position p where p.gap_records > 0
            union all
            select 5, 'currency', ref.message('warning.currency', f.scheme, s.document ->> 'currency', h.currency), null, null
              from score.in_force(for_month) f
              join score.scheme s using (scheme, version)
             cross join ref.shop h
             where f.scheme = period.leading_scheme(for_month) and s.document ->> 'currency' <> h.currency
               and (s.document ? 'rewards' or s.document #> '{pay,items}' is not null)
            union all
            select 6, 'exclusion', ref.message('warning.exclusion', concat_ws(' ', e.kind, e.reference), e.excluded_by,
                                               e.id::text, e.reason),
                   null, coalesce(jsonb_agg(jsonb_build_object('agent', f.agent, 'before', f.before, 'after', f.after)
                                            order by f.agent) filter (where f.item = 'total'), '[]')
              from fact.exclusion e
              join fact.exclusion_effect f on f.exclusion = e.id and not f.ending and f.month = for_month
             where e.ended_at is null
             group by e.id
            union all
            select 7, 'unread', ref.message('warning.unread', t), null, null
              from ref.shop s
             cross join unnest(s.topics) t
             where not exists (select from ingest.position)
            union all
            select 8, 'nobody', ref.message('warning.nobody', f.scheme), null, null
              from score.in_force(for_month) f
              join score.scheme s using (scheme, version)
             where f.scheme = period.leading_scheme(for_month) and s.document ? 'applies_to'
               and not exists (select from score.who(for_month, s.document -> 'applies_to', period.present(for_month)))
            union all
            select 9, 'alias', ref.message('warning.alias', f.scheme), array_agg(distinct n.agent), null
              from score.in_force(for_month) f
              join score.scheme s using (scheme, version)
             cross join lateral score.named_agents(s.document, for_month) as n(agent)
              join ref.agent_alias l on l.account = n.agent and l.days && daterange(for_month, (for_month + interval '1 month')::date)
             group by f.scheme
            union all
            select 10, 'unpaid', ref.message('warning.unpaid', f.scheme, l.scheme), null, null
              from score.in_force(for_month) f
              join score.scheme s using (scheme, version)
             cross join period.leading_scheme(for_month) as l(scheme)
             where f.scheme <> l.scheme and (s.document ? 'rewards' or s.document #> '{pay,items}' is not null)
               and not exists (select from period.closing c  -- the month before was closed like that
                                 join period.closing_scheme x using (month, revision)
                                 join score.scheme v on v.scheme = x.scheme and v.version = x.version
                                where c.month = (select max(b.month) from period.closing b where b.month < for_month)
                                  and c.revision = period.latest(c.month) and c.scheme = l.scheme and x.scheme = f.scheme
                                  and (v.document ? 'rewards' or v.document #> '{pay,items}' is not null))
            union all
            select 11, 'overtaken', ref.message('warning.overtaken', period.month_name(b.month), period.month_name((b.month - interval '1 month')::date)), o.agents, null
              from (select (for_month - interval '1 month')::date as month) b
             cross join lateral (select period.overtaken_agents(b.month) as agents offset 0) o
             where o.agents <> '{}'
        )
        select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                   'code', w.code, 'message', w.message, 'totals', w.totals,
                   'agents', to_jsonb(array(select a from unnest(w.agents) a order by a collate "C"))))
               order by w.place, ref.say(w.message, 'en') collate "C"), '[]')
          from warning w);
end $$;

comment on function period.warnings(date, score.candidate[]) is
    'What a close of the month must accept: [{code, message, agents, totals}], for period.said. totals: of an exclusion, '
    'the totals that it moved, [{agent, before, after}]. Marks and targets are missed only for agents who would be ranked (ranked: these are known, by the schemes in force; NULL: they are looked for).';
