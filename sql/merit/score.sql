-- A condition on month decides for which months the function is called; it is called for no others, nor for kept ones.

create or replace view merit.score as
select k.month, k.scope, k.agent, k.scheme, k.total, k.grade, k.rank, k.reached, k.barred, ref.said(k.why) as why
  from score.kept_result k
 where k.month = any ((select score.kept_months())::date[])
union all
select m.month, r.scope, r.agent collate "C", r.scheme collate "C", r.total, r.grade, r.rank, r.reached, r.barred,
       ref.said(r.why)
  from period.used_months() m(month)
 cross join lateral score.results(m.month, score.touched(m.month), false) r
 where m.month <> all ((select score.kept_months())::date[]);

comment on view merit.score is
    'One row per month with anything in it, agent and scheme in force, at merit.now(). total: points of 100, 2 decimals; '
    'NULL when nothing could be scored. Ranked agents have a rank within scope, a grade, and the grade that the total '
    'reached. barred: what bars the others from a rank. why: in words, what keeps the agent from a rank or from the grade '
    'reached.';

comment on column merit.score.month is 'The first day of the business month.';
comment on column merit.score.scope is 'Among whom agents are ranked: shop or team.';
comment on column merit.score.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.score.scheme is 'The name of the scheme (score.scheme).';
comment on column merit.score.total is 'Points of 100, 2 decimals; NULL when nothing could be scored.';
comment on column merit.score.grade is
    'The word of the scheme for the total, after pass marks and caps; NULL for agents who are not ranked, unless the scheme grades them.';
comment on column merit.score.rank is 'From 1; agents who tie share a rank; NULL for agents who are not ranked.';
comment on column merit.score.reached is 'The grade of the total alone, before pass marks and caps; NULL where there is no grade.';
comment on column merit.score.barred is
    'A code for what keeps the agent from a rank (role, leaver, status, joiner, days); NULL for ranked agents.';
comment on column merit.score.why is
    'In words: what keeps the agent from a rank or from the grade reached; NULL when nothing does.';
