create or replace function web.appeals(for_month date, of_agent text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    names constant jsonb := (select jsonb_object_agg(n.item ->> 'indicator', n.item #>> array['name', ref.language()])
                               from (select s.document from web.schemes(for_month) s
                                     union all
                                     select v.document from period.term_scheme f join score.scheme v using (scheme, version)
                                      where f.term = any (web.ended_terms(for_month))) s
                              cross join lateral jsonb_array_elements(s.document -> 'indicators') n(item));
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'id', a.id, 'period', a.period, 'agent', a.agent, 'name', p.name, 'revision', a.revision, 'indicator', a.indicator,
                   'label', coalesce(names ->> a.indicator, a.indicator), 'reason', a.reason, 'filed_at', a.filed_at, 'filed_by', a.filed_by,
                   'state', a.state, 'state_label', ref.said(ref.term('state', a.state)), 'note', a.note, 'decided_at', a.decided_at,
                   'decided_by', a.decided_by) order by a.id), '[]')
          from merit.seen_appeals(period.month_name(for_month) || web.ended_terms(for_month)) a
          left join lateral (select r.name from period.result r
                              where r.month = a.month and r.revision = a.revision and r.agent = a.agent
                             union all
                             select r.name from period.term_result r
                              where r.term = a.period and r.revision = a.revision and r.agent = a.agent limit 1) p on true
         where of_agent is null or a.agent = of_agent);
end $$;

comment on function web.appeals(date, text) is
    'The appeals against a month, and the terms that end with it, that the caller may see (merit.seen_appeals), of one agent or (NULL) of all.';
