-- A condition on term decides for which terms the function is called; it is called for no others.

create or replace view merit.own_term_score as
select t.term collate "C" as term, s.scope collate "C" as scope, s.agent collate "C" as agent, s.name, s.team, s.scheme collate "C" as scheme, s.total, s.grade,
       s.rank, s.reached, s.barred, s.why, s.parts
  from merit.own_terms() as t
 cross join lateral merit.own_term_scores(t.term) s;

comment on view merit.own_term_score is
    'One row per quarter, half-year or year, agent and scheme that has it, as it is now: of closed months as they were closed, of others as '
    'they are. For the agents whom the caller may see by name: agents see themselves, leads their teams.';

comment on column merit.own_term_score.term is 'Its name: 2026-Q1, 2026-H1, 2026.';
comment on column merit.own_term_score.scope is 'Among whom agents are ranked: shop or team.';
comment on column merit.own_term_score.agent is 'The platform account.';
comment on column merit.own_term_score.name is 'The agent''s name by the staff record of the last day, or of today.';
comment on column merit.own_term_score.team is 'The team, by the same record.';
comment on column merit.own_term_score.scheme is 'The name of the scheme (score.scheme).';
comment on column merit.own_term_score.total is 'Points of 100, 2 decimals, or the sum of those of its parts; NULL when nothing counts.';
comment on column merit.own_term_score.grade is
    'The word of the scheme for the total, after caps; NULL for agents who are not ranked, unless the scheme grades them.';
comment on column merit.own_term_score.rank is 'From 1; agents who tie share a rank; NULL for agents who are not ranked.';
comment on column merit.own_term_score.reached is 'The grade of the total alone, before caps; NULL where there is no grade.';
comment on column merit.own_term_score.barred is
    'A code for what keeps the agent from a rank (role, leaver, status, joiner, days, parts); NULL for ranked agents.';
comment on column merit.own_term_score.why is
    'In words: what keeps the agent from a rank or from the grade reached; NULL when nothing does.';
comment on column merit.own_term_score.parts is
    'How many months or shorter terms the total is made of; NULL where the scheme scores the term itself.';
