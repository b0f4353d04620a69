create or replace function period.report(for_month date, for_revision integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'period', period.month_name(for_month), 'month', period.month_name(for_month), 'revision', c.revision, 'state', 'closed',
        'closed_at', c.as_of, 'recorded_at', c.recorded_at, 'closed_by', c.closed_by, 'reason', c.reason,
        'final_from', c.final_from, 'complete_up_to', c.complete_up_to, 'overridden', period.said(c.overridden),
        'accepted', period.said(c.accepted), 'rules', c.rules, 'scheme', c.scheme, 'input_hash', c.input_hash,
        'result_hash', c.result_hash, 'ledger_head', pay.head(),
        'skipped', coalesce((select jsonb_agg(period.month_name(s.month) order by s.month) from period.skipped s
                              where s.month < for_month and s.skipped_at = c.as_of), '[]'),
        'schemes', (select jsonb_agg(jsonb_build_object('scheme', f.scheme, 'version', f.version,
                                                        'checksum', f.checksum) order by f.scheme)
                      from period.closing_scheme f where (f.month, f.revision) = (c.month, c.revision)),
        'results', coalesce((select jsonb_agg(to_jsonb(r) - '{month,revision}'::text[]
                                                  || jsonb_build_object('why', ref.said(r.why))
                                              order by r.scheme, r.scope, r.team, r.rank, r.total desc, r.agent)
                               from period.result r where (r.month, r.revision) = (c.month, c.revision)), '[]'),
        'ledger', coalesce((select jsonb_agg(to_jsonb(l) order by l.line) from pay.ledger l
                             where (l.period, l.revision) = (period.month_name(c.month), c.revision)
                               and l.kind not in ('waived', 'waived_reversal', 'pay', 'pay_reversal')), '[]'),
        'actions', coalesce((select jsonb_agg(jsonb_build_object(
                                        'revision', a.revision, 'agent', a.agent, 'action', a.action, 'because', ref.said(a.because),
                                        'due', a.due, 'state', a.state) order by a.agent, a.action)
                               from period.action_now a where a.month = c.month), '[]'),
        'message', (select m.content from post.message m
                     where (m.month, m.revision, m.sequence) = (c.month, c.revision, 0)),
        'receivers', coalesce((select jsonb_agg(o.receiver order by o.receiver)
                                 from post.message m join post.outbox o on o.message = m.id
                                where (m.month, m.revision, m.sequence) = (c.month, c.revision, 0)), '[]'))
      from period.closing c
     where c.month = for_month and c.revision = for_revision
$$;

comment on function period.report(date, integer) is
    'A revision of a closed month as one object: period (its name, also as month), who, when, why, results, ledger lines (as they are hashed), actions, the '
    'posting and its receivers, the head of the ledger. Why somebody has no rank, why something is asked, and what was '
    'overridden and accepted are told in the shop''s language.';
