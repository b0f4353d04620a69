create or replace view merit.own_score as
select m.month, s.scope, s.agent, s.scheme, s.total, s.grade, s.rank, s.reached, s.barred, s.why
  from period.months() as m(month)
 cross join lateral merit.own_scores(m.month) s;

comment on view merit.own_score is
    'One row per month, agent and scheme in force, as in merit.score, of those whom the caller may see by name: agents '
    'themselves, leads their teams.';
