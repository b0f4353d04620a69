-- A condition on month decides for which months the function is called; it is called for no others.

create or replace view merit.result as
select r.month, r.revision, r.revision = k.revision as latest, r.scheme, r.agent,
       r.name, r.team, r.scope, r.total, r.grade, r.rank, r.barred, r.place,
       r.reached, r.why
  from (select c.month, max(c.revision) as revision from period.closing c group by c.month) k
 cross join lateral merit.frozen_results(k.month) r;

comment on view merit.result is
    'One row per closed month, revision, scheme and scored agent, as frozen. latest: the row is of the last revision. '
    'Agents see themselves, leads their teams.';

comment on column merit.result.month is 'The first day of the business month.';
comment on column merit.result.revision is 'The number of the close: 0 for the first, then 1, 2, … for each revision.';
comment on column merit.result.latest is 'Whether this is the last revision of the month.';
comment on column merit.result.scheme is 'The name of the scheme (score.scheme).';
comment on column merit.result.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.result.name is 'The agent''s name at that time.';
comment on column merit.result.team is 'The agent''s team at that time.';
comment on column merit.result.scope is 'Among whom agents are ranked: shop or team.';
comment on column merit.result.total is 'Points of 100, 2 decimals; NULL when nothing could be scored.';
comment on column merit.result.grade is
    'The word of the scheme for the total, after pass marks and caps; NULL for agents who are not ranked, unless the scheme grades them.';
comment on column merit.result.rank is 'From 1; agents who tie share a rank; NULL for agents who are not ranked.';
comment on column merit.result.barred is
    'A code for what keeps the agent from a rank (role, leaver, status, joiner, days); NULL for ranked agents.';
comment on column merit.result.place is 'first or last for agents who get a reward or penalty for it; NULL for all others.';
comment on column merit.result.reached is 'The grade of the total alone, before pass marks and caps; NULL where there is no grade.';
comment on column merit.result.why is
    'In words: what keeps the agent from a rank or from the grade reached; NULL when nothing does.';
