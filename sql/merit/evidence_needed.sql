create or replace function merit.evidence_needed(for_month date)
returns table (scheme text, agent text, name text, grade text, counts_as text, evidence bigint, stops boolean)
language sql stable security definer rows 20
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select n.scheme, n.agent, w.name, n.grade, n.counts_as, n.evidence, n.stops
      from period.evidence_needed(for_month) n
      left join ref.staff_on(score.staff_day(for_month)) w on w.agent = n.agent
     where (select merit.sees_all()) or n.agent = any ((select merit.visible_agents())::text[])
$$;

comment on function merit.evidence_needed(date) is
    'One row per scheme and agent of a month whose grade needs evidence, for the agents whom the caller may see: grade, by the numbers; evidence, '
    'which shows it (merit.grade_evidence), NULL: none does, and it counts as counts_as; stops: without it no month is closed. A closed month '
    'has what it was closed with.';
