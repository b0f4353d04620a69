-- The function is called for the months that a condition on month leaves, and for no other.
create or replace view merit.score_indicator as
select m.month,
       c.agent collate "C" as agent,
       c.scheme collate "C" as scheme,
       c.indicator collate "C" as indicator,
       c.value,
       c.points,
       c.weight,
       c.contribution
from (select a.month from rollup.agent_month as a
      union
      select p.start from fact.present as p where p.grain = 'month') as m
cross join lateral score.contributions(m.month) as c;
comment on view merit.score_indicator is
    'One row per month with anything in it, agent, scheme in force and indicator, at merit.now(): raw value, points, weight '
    'in the scheme, and contribution (weight × points / weights in use; a total is the sum of its contributions, rounded). '
    'An indicator that is left out has NULL points and contribution.';
