create or replace function web.ledger(for_month date, of_agent text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    of_month constant text := period.month_name(for_month);
    ended    constant text[] := web.ended_terms(for_month);
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'line', l.line, 'period', l.period, 'agent', l.agent, 'name', p.name, 'revision', l.revision, 'reason', l.reason,
                   'reason_label', ref.said(pay.reason(l.reason)), 'kind', l.kind, 'kind_label', ref.said(ref.term('kind', l.kind)),
                   'amount', l.amount, 'currency', l.currency, 'reverses', l.reverses, 'waives', l.waives, 'note', l.note,
                   'posted_at', l.posted_at) order by l.line), '[]')
          from merit.ledger l
          left join lateral (select r.name from period.result r
                              where l.period = of_month and r.month = for_month and r.revision = l.revision and r.agent = l.agent
                             union all
                             select r.name from period.term_result r
                              where r.term = l.period and r.revision = l.revision and r.agent = l.agent limit 1) p on true
         where l.period = any (of_month || ended) and (of_agent is null or l.agent = of_agent));
end $$;

comment on function web.ledger(date, text) is
    'The ledger''s lines of a month, and of the terms that end with it, that the caller may see (merit.ledger), of one agent or (NULL) of all.';
