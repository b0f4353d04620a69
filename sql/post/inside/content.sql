create or replace function post.content(for_month date, for_revision integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with closing as materialized (
        select c.*, s.names_down_to, s.appeal_days, s.appeal_note,
               (select count(*) from post.message m where (m.month, m.revision) = (c.month, c.revision)) as sequence
          from period.closing c
         cross join period.setting s
         where c.month = for_month and c.revision = for_revision
    ), shown as materialized (  -- one row per scored agent, with the name only where it may be named
        select r.*, c.names_down_to is null or coalesce(r.rank <= c.names_down_to, false) as named
          from closing c
          join period.result r on (r.month, r.revision, r.scheme) = (c.month, c.revision, c.scheme)
    )
    select jsonb_build_object(
        'period', period.month_name(c.month), 'month', period.month_name(c.month), 'revision', c.revision, 'sequence', c.sequence, 'shop', h.shop,
        'kind', case when c.sequence > 0 then 'reversal' when c.revision > 0 then 'revision' else 'ranking' end,
        'reason', case c.sequence when 0 then c.reason
                  else (select string_agg(distinct u.note, '; ') from pay.untold u
                         where u.period = period.month_name(c.month) and u.revision = c.revision) end,
        'scheme', c.scheme, 'scheme_name', v.document -> 'name', 'closed_at', c.as_of,
        'grade_names', (select jsonb_object_agg(g ->> 'grade', g -> 'en') filter (where g ? 'en')
                          from jsonb_array_elements(v.document -> 'grades') g),
        'data_complete_up_to', c.complete_up_to,
        'ranking', coalesce((
            select jsonb_agg(jsonb_build_object('rank', s.rank, 'total', s.total, 'grade', s.grade)
                             || case when s.named then jsonb_build_object('agent', s.agent, 'name', s.name, 'team', s.team)
                                     when s.scope = 'team' then jsonb_build_object('team', s.team) else '{}' end
                             order by case when s.scope = 'team' then s.team end, s.rank, s.agent)
              from shown s where s.rank is not null), '[]'),
        'rewards', post.rewards(period.month_name(c.month), c.revision, c.scheme, c.names_down_to),
        'difference', case when c.revision > 0 and c.sequence = 0
                           then post.revision_changes(period.month_name(c.month), c.revision, c.scheme, c.names_down_to) end,
        'appeal', case c.sequence when 0 then jsonb_build_object('days', c.appeal_days,
                                                            'how', coalesce(c.appeal_note, ref.say('post.how', h.language))) end,
        'ledger_head', pay.head(), 'journal_head', pay.journal_head(), 'result_hash', c.result_hash)
      from closing c
     cross join ref.shop h
      join period.closing_scheme f on (f.month, f.revision, f.scheme) = (c.month, c.revision, c.scheme)
      join score.scheme v on (v.scheme, v.version) = (f.scheme, f.version)
$$;

comment on function post.content(date, integer) is
    'What to post for a month and revision: ranking and rewards by the paying scheme, data_complete_up_to, how and until '
    'when to appeal, the heads of ledger and journal; for a revision also how it differs from the one before. Its money '
    'is what no posting of the revision has told of yet (pay.untold): first what the revision adds; once that is posted, '
    'what was taken back since, with the reasons and without new days to appeal. grade_names: the grades in English. '
    'Names stand only down to the rank that post.names_down_to sets; agents who are not ranked are not in it.';
