-- What is kept comes from one call. Of the other months a condition decides for which the function is called. All is behind
-- functions, since a plan of the tables would tell how much of others they hold.

create or replace view merit.own_score as
select k.month, k.scope, k.agent, k.scheme, k.total, k.grade, k.rank, k.reached, k.barred, k.why
  from merit.own_kept_scores() k
union all
select m.month, s.scope, s.agent, s.scheme, s.total, s.grade, s.rank, s.reached, s.barred, s.why
  from merit.own_months() as m(month)
 cross join lateral merit.own_scores(m.month) s;

comment on view merit.own_score is
    'One row per month, agent and scheme in force, as in merit.score, for the agents whom the caller may see by name: '
    'agents see themselves, leads their teams.';

comment on column merit.own_score.month is 'The first day of the business month.';
comment on column merit.own_score.scope is 'Among whom agents are ranked: shop or team.';
comment on column merit.own_score.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.own_score.scheme is 'The name of the scheme (score.scheme).';
comment on column merit.own_score.total is 'Points of 100, 2 decimals; NULL when nothing could be scored.';
comment on column merit.own_score.grade is
    'The word of the scheme for the total, after pass marks and caps; NULL for agents who are not ranked, unless the scheme grades them.';
comment on column merit.own_score.rank is 'From 1; agents who tie share a rank; NULL for agents who are not ranked.';
comment on column merit.own_score.reached is
    'The grade of the total alone, before pass marks and caps; NULL where there is no grade.';
comment on column merit.own_score.barred is
    'A code for what keeps the agent from a rank (role, leaver, status, joiner, days); NULL for ranked agents.';
comment on column merit.own_score.why is
    'In words: what keeps the agent from a rank or from the grade reached; NULL when nothing does.';
