create or replace function web.terms(for_month date, of_agent text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    selves constant text[] := merit.selves();
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'term', r.term, 'start', s.start, 'end', s.until - 1, 'revision', r.revision, 'scheme', r.scheme,
                   'scheme_label', coalesce(d.document #>> array['name', ref.language()], r.scheme), 'scope', r.scope, 'total', r.total,
                   'grade', r.grade, 'grade_label', score.grade_name(r.grade), 'rank', r.rank, 'parts', r.parts, 'why', ref.said(r.why),
                   'appeal_until', u.until, 'indicators', case when u.until is null then '[]' else (
                       select coalesce(jsonb_agg(jsonb_build_object('indicator', i.indicator, 'label', coalesce(
                                  jsonb_path_query_first(d.document, '$.indicators[*] ? (@.indicator == $i)', jsonb_build_object('i', i.indicator)) #>> array['name', ref.language()],
                                  i.indicator)) order by i.position), '[]')
                         from period.term_indicator i where (i.term, i.revision, i.scheme, i.agent) = (r.term, r.revision, r.scheme, r.agent)) end,
                   'own', o.own, 'acknowledged_at', case when o.own then a.acknowledged_at end)
                   order by s.until desc, s.start desc, r.scheme collate "C"), '[]')
          from (select c.term, max(c.revision) as revision from period.term_closing c group by c.term) k
         cross join lateral period.term_span(k.term) s
          join period.term_result r on r.term = k.term and r.revision = k.revision and r.agent = of_agent
          join period.term_scheme f on f.term = r.term and f.revision = r.revision and f.scheme = r.scheme
          join score.scheme d on d.scheme = f.scheme and d.version = f.version
         cross join lateral (select for_month < s.until and of_agent = any (selves)
                                    and of_agent = any (pay.own_accounts((s.until - interval '1 month')::date)) as own offset 0) o
          left join lateral (select max(period.last_to_appeal(m.created_at)) as until from post.message m
                              where m.term = r.term and m.revision = r.revision and period.last_to_appeal(m.created_at) >= merit.now()) u on true
          left join period.term_revisions(k.term, array[of_agent]) c on o.own
          left join period.acknowledgement a on a.term = k.term and a.agent = of_agent and a.revision = c.revision
         where s.start <= for_month and s.until > date_trunc('year', for_month::timestamp) - interval '1 year');
end $$;

comment on function web.terms(date, text) is
    'An agent''s results of closed quarters, half-years and years that began by a month, of its year and the one before, the last first. own: '
    'the month is in it, and the caller may acknowledge it (period.acknowledge_term). appeal_until: the last instant to appeal against one of indicators; NULL: '
    'it is over.';
