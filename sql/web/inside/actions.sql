create or replace function web.actions(for_month date, of_agent text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    ended constant text[] := web.ended_terms(for_month);
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'id', a.id, 'term', a.term, 'agent', a.agent, 'name', p.name, 'action', a.action, 'label', ref.said(ref.term('action', a.action)),
                   'because', a.because, 'due', a.due, 'state', a.state, 'state_label', ref.said(ref.term('state', a.state)),
                   'overdue', a.overdue, 'changed_at', a.changed_at, 'changed_by', a.changed_by, 'note', a.note) order by a.due, a.id), '[]')
          from merit.action a
          left join lateral (select r.name from period.result r
                              where r.month = a.month and r.revision = a.revision and r.agent = a.agent
                             union all
                             select r.name from period.term_result r
                              where r.term = a.term and r.revision = a.revision and r.agent = a.agent limit 1) p on true
         where (a.month = for_month or a.term = any (ended)) and (of_agent is null or a.agent = of_agent));
end $$;

comment on function web.actions(date, text) is
    'The actions of a month, and of the terms that end with it, that the caller may see (merit.action), of one agent or (NULL) of all.';
