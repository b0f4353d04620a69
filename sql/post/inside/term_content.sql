create or replace function post.term_content(of_term text, of_revision integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with closing as materialized (
        select c.*, s.names_down_to, s.appeal_days, s.appeal_note
          from period.term_closing c
         cross join period.setting s
         where c.term = of_term and c.revision = of_revision
    ), shown as materialized (  -- one row per ranked agent, with the name only where it may be named
        select r.*, c.names_down_to is null or coalesce(r.rank <= c.names_down_to, false) as named
          from closing c join period.term_result r on (r.term, r.revision, r.scheme) = (c.term, c.revision, c.scheme)
         where r.rank is not null
    )
    select jsonb_build_object(
        'period', c.term, 'month', c.term, 'revision', c.revision, 'sequence', 0, 'shop', h.shop,
        'kind', case when c.revision > 0 then 'revision' else 'ranking' end, 'reason', c.reason,
        'scheme', c.scheme, 'scheme_name', v.document -> 'name', 'closed_at', c.as_of,
        'grade_names', (select jsonb_object_agg(g ->> 'grade', g -> 'en') filter (where g ? 'en') from jsonb_array_elements(v.document -> 'grades') g),
        'data_complete_up_to', null,
        'ranking', coalesce((
            select jsonb_agg(jsonb_build_object('rank', s.rank, 'total', s.total, 'grade', s.grade)
                             || case when s.named then jsonb_build_object('agent', s.agent, 'name', s.name, 'team', s.team)
                                     when s.scope = 'team' then jsonb_build_object('team', s.team) else '{}' end
                             order by case when s.scope = 'team' then s.team end, s.rank, s.agent)
              from shown s), '[]'),
        'awards', coalesce((
            select jsonb_agg(jsonb_build_object('award', a.action) || case when s.named then jsonb_build_object('agent', s.agent, 'name', s.name) else '{}' end
                             order by e.n, s.rank, s.agent)
              from jsonb_array_elements(v.document #> array['shares', (period.term_span(c.term)).grain]) with ordinality as e(award, n)
             cross join lateral period.share_actions(
                   array(select r from period.term_result r where (r.term, r.revision, r.scheme) = (c.term, c.revision, c.scheme)), jsonb_build_array(e.award)) a
              join shown s on s.agent = a.agent
             where e.award ->> 'of' = 'best' and not e.award ? 'amount'), '[]'),
        'rewards', post.rewards(c.term, c.revision, c.scheme, c.names_down_to),
        'difference', case when c.revision > 0 then post.revision_changes(c.term, c.revision, c.scheme, c.names_down_to) end,
        'appeal', jsonb_build_object('days', c.appeal_days, 'how', coalesce(c.appeal_note, ref.say('post.how', h.language))), 'ledger_head', pay.head(), 'journal_head', pay.journal_head(), 'result_hash', c.result_hash)
      from closing c
     cross join ref.shop h
      join period.term_scheme f on (f.term, f.revision, f.scheme) = (c.term, c.revision, c.scheme)
      join score.scheme v on (v.scheme, v.version) = (f.scheme, f.version)
$$;

comment on function post.term_content(text, integer) is
    'What to post for a quarter, half-year or year and revision, as post.content for a month: the ranking and the rewards by the scheme that leads, who is '
    'among the best (awards without an amount; of those the last are in no posting), for a revision how it differs, how and until when '
    'to appeal, the heads of ledger and journal.';
