create or replace function post.own_content(message post.message, for_agent text) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with account as materialized (
        select a as agent from unnest(post.accounts(period.last_month(coalesce(message.term, period.month_name(message.month))), for_agent)) a
    ), result as materialized (  -- one row per revision, scheme and account; parts: it is made of them, and has no indicators
        select r.revision, r.scheme, f.version, r.agent, r.name, r.total, r.grade, r.rank, r.why, false as parts
          from account a
          join period.result r on r.month = message.month and r.agent = a.agent and r.revision in (message.revision - 1, message.revision)
          join period.closing_scheme f on (f.month, f.revision, f.scheme) = (r.month, r.revision, r.scheme)
        union all
        select r.revision, r.scheme, f.version, r.agent, r.name, r.total, r.grade, r.rank, r.why, r.parts is not null
          from account a
          join period.term_result r on r.term = message.term and r.agent = a.agent and r.revision in (message.revision - 1, message.revision)
          join period.term_scheme f on (f.term, f.revision, f.scheme) = (r.term, r.revision, r.scheme)
    ), indicator as (
        select i.scheme, i.agent, i.indicator, i.position, i.value, i.points, i.weight, i.contribution
          from period.indicator i where (i.month, i.revision) = (message.month, message.revision) and i.agent in (select a.agent from account a)
        union all
        select i.scheme, i.agent, i.indicator, i.position, i.value, i.points, i.weight, i.contribution
          from period.term_indicator i where (i.term, i.revision) = (message.term, message.revision) and i.agent in (select a.agent from account a)
    ), own as materialized (  -- one row per scheme and account: as it is and, of a revision, as it was
        select r.*, b.total as total_before, b.grade as grade_before, b.rank as rank_before
          from result r
          left join result b on (b.revision, b.scheme, b.agent) = (message.revision - 1, r.scheme, r.agent)
         where r.revision = message.revision
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
                                                 'indicator', i.indicator,
                                                 'name', case when o.parts then jsonb_build_object('zh', i.indicator, 'en', i.indicator)
                                                              else s.document #> array['indicators', (i.position - 1)::text, 'name'] end,
                                                 'value', i.value, 'points', i.points, 'weight', i.weight, 'contribution', i.contribution)
                                                 order by i.position), '[]')
                                        from indicator i
                                       where (i.scheme, i.agent) = (o.scheme, o.agent)))
                       order by o.scheme <> message.content ->> 'scheme', o.scheme, o.agent)
              from own o
              join score.scheme s on s.scheme = o.scheme and s.version = o.version
             where message.sequence = 0), '[]'),
        'money', coalesce((
            select jsonb_agg(jsonb_build_object('agent', l.agent, 'reason', l.reason, 'kind', l.kind, 'amount', l.amount, 'currency', l.currency,
                                                'note', ref.say(l.note, h.language)) order by l.line)
              from post.told_lines(message) l join account a on a.agent = l.agent), '[]'))
      from ref.shop h
$$;

comment on function post.own_content(post.message, text) is
    'What a posting tells one person: results of its own accounts with their indicators (of what is made of months or shorter periods, those), by every scheme (of a revision also what '
    'they were before it), and the money of which it is the first to tell; how and until when to appeal. Nothing of anybody else.';
