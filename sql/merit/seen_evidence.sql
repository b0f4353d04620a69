create or replace function merit.seen_evidence(of_period text)
returns table (id bigint, month date, agent text, grade text, evidence text, who text, what text, happened_on date, filed_at timestamptz,
               filed_by text, withdrawn_at timestamptz, withdrawn_by text, withdrawn_because text, period text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select e.id, e.month, e.agent, e.grade, e.evidence, e.who, e.what, e.happened_on, e.filed_at, e.filed_by, n.ended_at, n.ended_by, n.reason,
           coalesce(e.term, period.month_name(e.month))
      from period.grade_evidence e
      left join period.grade_evidence_end n on n.evidence = e.id
     where (seen_evidence.of_period is null or coalesce(e.term, period.month_name(e.month)) = seen_evidence.of_period)
       and ((select merit.sees_all()) or e.agent = any ((select merit.visible_agents())::text[]) or e.login = (select merit.person()))
$$;

comment on function merit.seen_evidence(text) is
    'What merit.grade_evidence shows the caller, of one month or term (NULL: of all): agents that about themselves, leads that about their teams, the closing role all, everybody '
    'what their own login filed.';
