create or replace function merit.explain(agent text, month date, scheme text, most integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
    select jsonb_build_object(
        'agent', explain.agent,
        'month', to_char(explain.month, 'YYYY-MM'),
        'kept_from', nullif(ref.kept_from(), '-infinity'),
        'scores', (select coalesce(jsonb_agg(jsonb_build_object(
                              'scheme', s.scheme, 'scope', s.scope, 'total', s.total, 'grade', s.grade,
                              'rank', s.rank, 'reached', s.reached, 'barred', s.barred, 'why', s.why) order by s.scheme), '[]')
                     from merit.own_score s
                    where s.month = explain.month and s.agent = explain.agent
                      and (explain.scheme is null or s.scheme = explain.scheme)),
        'evidence', (select coalesce(jsonb_agg(jsonb_build_object('scheme', n.scheme, 'grade', n.grade, 'evidence', n.evidence,
                                                                  'counts_as', n.counts_as, 'stops', n.stops) order by n.scheme), '[]')
                       from merit.evidence_needed(to_char(explain.month, 'YYYY-MM')) n
                      where n.agent = explain.agent and (explain.scheme is null or n.scheme = explain.scheme)),
        'indicators', (select coalesce(jsonb_agg(jsonb_build_object(
                                  'scheme', i.scheme, 'indicator', i.indicator, 'value', i.value,
                                  'points', i.points, 'out_of', i.out_of, 'weight', i.weight, 'contribution', i.contribution,
                                  'numbers', i.numbers, 'edge', i.edge, 'next_edge', i.next_edge, 'missing', i.missing,
                                  'brings', i.brings)), '[]')
                         from merit.own_indicator i
                        where i.month = explain.month and i.agent = explain.agent
                          and (explain.scheme is null or i.scheme = explain.scheme)),
        'rounds', (select coalesce(jsonb_agg(to_jsonb(r)), '[]')
                     from merit.explain_rounds(explain.agent, explain.month, explain.most) r),
        'orders', (select coalesce(jsonb_agg(to_jsonb(o)), '[]')
                     from merit.explain_orders(explain.agent, explain.month, explain.most) o))
$$;

comment on function merit.explain(text, date, text, integer) is
    'Why an agent has a certain score in a month (its first day), by one scheme or, when scheme is NULL, by every scheme: '
    'scores; of a grade that needs evidence, which there is and what it counts as; indicators with value, points, weight, contribution and the way to the next edge; the rounds and orders behind them, at most as many '
    'as the last argument says; none of a day before kept_from, the first of which facts are kept. meritd explain --format json prints this.';
