-- The marks are those of now: a self mark that is given again is compared anew. A step is asked for once the one before it is done.

create or replace function period.gap_actions(for_month date, for_scheme text, for_version integer)
returns table (agent text, action text, after text, because text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with scheme as materialized (  -- one row, if the scheme compares self marks
        select s.document #>> '{self_mark_gap,compared_with}' as compared_with, s.document #> '{self_mark_gap,actions}' as actions
          from score.scheme s
         where s.scheme = for_scheme and s.version = for_version and s.document ? 'self_mark_gap'
    ), step as (
        select e.action, lag(e.action) over (order by e.n) as after
          from scheme s
         cross join lateral jsonb_array_elements_text(s.actions) with ordinality as e(action, n)
    )
    select a.agent, t.action, t.after,
           ref.message('ask.self_mark', trim_scale(round(a.own, 2))::text, ref.term('role', s.compared_with),
                       trim_scale(round(a.other, 2))::text)
      from scheme s
     cross join period.marks_apart(for_month, for_scheme, for_version) a
     cross join step t
     where t.after is null
        or exists (select from period.action_now n
                    where n.month = for_month and n.agent = a.agent and n.action = t.after and n.state = 'done')
$$;

comment on function period.gap_actions(date, text, integer) is
    'What a version of a scheme asks of agents whose self mark is, now, its number of grades away from the mark that it compares with: '
    'the first of its steps, and each whose step before (after) is done.';
