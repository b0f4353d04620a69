create or replace function period.term_report(of_term text, of_revision integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'period', c.term, 'revision', c.revision, 'state', 'closed', 'closed_at', c.as_of, 'recorded_at', c.recorded_at,
        'closed_by', c.closed_by, 'reason', c.reason, 'overridden', period.said(c.overridden), 'accepted', period.said(c.accepted),
        'scheme', c.scheme, 'input_hash', c.input_hash, 'result_hash', c.result_hash, 'ledger_head', pay.head(), 'skipped', '[]'::jsonb,
        'parts', (select jsonb_object_agg(p.part, p.part_revision) from period.term_part p where (p.term, p.revision) = (c.term, c.revision)),
        'schemes', (select jsonb_agg(jsonb_build_object('scheme', f.scheme, 'version', f.version, 'checksum', f.checksum) order by f.scheme)
                      from period.term_scheme f where (f.term, f.revision) = (c.term, c.revision)),
        'results', coalesce((select jsonb_agg(to_jsonb(r) - '{term,revision}'::text[] || jsonb_build_object('why', ref.said(r.why))
                                              order by r.scheme, r.scope, r.team, r.rank, r.total desc, r.agent)
                               from period.term_result r where (r.term, r.revision) = (c.term, c.revision)), '[]'),
        'ledger', coalesce((select jsonb_agg(to_jsonb(l) order by l.line) from pay.ledger l
                             where (l.period, l.revision) = (c.term, c.revision) and l.kind not in ('waived', 'waived_reversal', 'pay', 'pay_reversal')), '[]'),
        'actions', coalesce((select jsonb_agg(jsonb_build_object('revision', a.revision, 'agent', a.agent, 'action', a.action,
                                                                 'because', ref.said(a.because), 'due', a.due, 'state', a.state)
                                              order by a.agent, a.action)
                               from period.action_now a where a.term = c.term), '[]'),
        'message', (select m.content from post.message m where (m.term, m.revision, m.sequence) = (c.term, c.revision, 0)),
        'receivers', coalesce((select jsonb_agg(o.receiver order by o.receiver)
                                 from post.message m join post.outbox o on o.message = m.id
                                where (m.term, m.revision, m.sequence) = (c.term, c.revision, 0)), '[]'))
      from period.term_closing c
     where c.term = of_term and c.revision = of_revision
$$;

comment on function period.term_report(text, integer) is
    'A revision of a closed term as one object, as period.report of a month: period is the term''s name, parts the months and shorter terms '
    'that it is made of, with their revisions.';
