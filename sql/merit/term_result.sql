-- A condition on term decides for which terms the function is called; it is called for no others.

create or replace view merit.term_result as
select r.term, r.revision, r.revision = k.revision as latest, r.scheme, r.agent, r.name, r.team, r.scope,
       r.total, r.grade, r.rank, r.barred, r.reached, r.why, r.parts
  from (select c.term, max(c.revision) as revision from period.term_closing c group by c.term) k
 cross join lateral merit.frozen_terms(k.term) r;

comment on view merit.term_result is
    'One row per closed quarter, half-year or year, revision, scheme and scored agent, as frozen. latest: the row is of the last revision. '
    'Agents see themselves, leads their teams.';

comment on column merit.term_result.term is 'Its name: 2026-Q1, 2026-H1, 2026.';
comment on column merit.term_result.revision is 'The number of the close: 0 for the first, then 1, 2, … for each revision.';
comment on column merit.term_result.latest is 'Whether this is the last revision.';
comment on column merit.term_result.scheme is 'The name of the scheme (score.scheme).';
comment on column merit.term_result.agent is 'The platform account.';
comment on column merit.term_result.name is 'The agent''s name at that time.';
comment on column merit.term_result.team is 'The agent''s team at that time.';
comment on column merit.term_result.scope is 'Among whom agents are ranked: shop or team.';
comment on column merit.term_result.total is 'Points of 100, 2 decimals, or the sum of those of its parts; NULL when nothing counts.';
comment on column merit.term_result.grade is
    'The word of the scheme for the total, after caps; NULL for agents who are not ranked, unless the scheme grades them.';
comment on column merit.term_result.rank is 'From 1; agents who tie share a rank; NULL for agents who are not ranked.';
comment on column merit.term_result.barred is
    'A code for what keeps the agent from a rank (role, leaver, status, joiner, days, parts); NULL for ranked agents.';
comment on column merit.term_result.reached is 'The grade of the total alone, before caps; NULL where there is no grade.';
comment on column merit.term_result.why is
    'In words: what keeps the agent from a rank or from the grade reached; NULL when nothing does.';
comment on column merit.term_result.parts is
    'How many months or shorter terms the total is made of; NULL where the scheme scores the term itself.';
