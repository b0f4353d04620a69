create or replace function merit.evidence_needed(of_period text)
returns table (scheme text, agent text, name text, grade text, counts_as text, evidence bigint, stops boolean)
language sql stable security definer rows 20
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select n.scheme, n.agent, w.name, n.grade, n.counts_as, n.evidence, n.stops
      from period.evidence_needed(of_period) n
      left join ref.staff_on(score.staff_day(period.last_month(of_period))) w on w.agent = n.agent
     where (select merit.sees_all()) or n.agent = any ((select merit.visible_agents())::text[])
$$;

comment on function merit.evidence_needed(text) is
    'One row per scheme and agent of a month or longer period (2026-10, 2026-Q1, 2026-H1, 2026) whose grade needs evidence, for the agents whom the caller may see: grade, by the numbers; evidence, '
    'which shows it (merit.grade_evidence), NULL: none does, and it counts as counts_as; stops: without it nothing is closed. What is closed '
    'has what it was closed with.';
