create or replace function post.own_content(message post.message, for_agent text) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with account as materialized (
        select a as agent from unnest(post.accounts(message.month, for_agent)) a
    ), own as materialized (  -- one row per scheme and account: as it is and, of a revision, as it was
        select r.*, b.total as total_before, b.grade as grade_before, b.rank as rank_before
          from account a
          join period.result r on (r.month, r.revision, r.agent) = (message.month, message.revision, a.agent)
          left join period.result b on (b.month, b.revision, b.scheme, b.agent) = (r.month, r.revision - 1, r.scheme, r.agent)
    )
    select message.content - '{ranking,rewards,awards,difference}'::text[] || jsonb_build_object(
        'kind', 'result', 'of', message.kind, 'agent', for_agent,
        'name', (select max(o.name) from own o),
        'results', coalesce((
            select jsonb_agg(jsonb_build_object(
                       'scheme', o.scheme, 'scheme_name', s.document -> 'name', 'agent', o.agent, 'total', o.total, 'grade', o.grade,
                       'rank', o.rank, 'total_before', o.total_before, 'grade_before', o.grade_before, 'rank_before', o.rank_before,
                       'why', ref.say(o.why, h.language),
                       'indicators', (select coalesce(jsonb_agg(jsonb_build_object(
                                                 'indicator', i.indicator, 'name', s.document #> array['indicators', (i.position - 1)::text, 'name'],
                                                 'value', i.value, 'points', i.points, 'weight', i.weight, 'contribution', i.contribution)
                                                 order by i.position), '[]')
                                        from period.indicator i
                                       where (i.month, i.revision, i.scheme, i.agent) = (o.month, o.revision, o.scheme, o.agent)))
                       order by o.scheme <> message.content ->> 'scheme', o.scheme, o.agent)
              from own o
              join period.closing_scheme f on (f.month, f.revision, f.scheme) = (o.month, o.revision, o.scheme)
              join score.scheme s on s.scheme = f.scheme and s.version = f.version
             where message.sequence = 0), '[]'),
        'money', coalesce((
            select jsonb_agg(jsonb_build_object('agent', l.agent, 'reason', l.reason, 'kind', l.kind, 'amount', l.amount, 'currency', l.currency,
                                                'note', ref.say(l.note, h.language)) order by l.line)
              from post.told_lines(message) l join account a on a.agent = l.agent), '[]'))
      from ref.shop h
$$;

comment on function post.own_content(post.message, text) is
    'What a posting of a month tells one person: results of its own accounts with their indicators, by every scheme (of a revision also what '
    'they were before it), and the money of which it is the first to tell; how and until when to appeal. Nothing of anybody else.';
