-- A condition on month decides for which months the function is called; it is called for no others, nor for kept ones.

create or replace view merit.score_indicator as
select k.month, k.agent, k.scheme, k.indicator, k.value, k.points, k.out_of, k.weight, k.contribution,
       k.numbers, k.edge, k.next_edge, k.missing, k.brings
  from score.kept_indicator k
 where k.month = any ((select score.kept_months())::date[])
union all
select m.month, c.agent collate "C", c.scheme collate "C", c.indicator collate "C", c.value, c.points, c.out_of, c.weight, c.contribution,
       c.numbers, c.edge, c.next_edge, c.missing, c.brings
  from period.used_months() m(month)
 cross join lateral score.contributions(m.month, score.touched(m.month), true) c
 where m.month <> all ((select score.kept_months())::date[]);

comment on view merit.score_indicator is
    'One row per month with anything in it, agent, scheme in force and indicator, at merit.now(): raw value, points, '
    'weight in the scheme, and contribution (weight × points in percent / the sum of weights in use; a total is the rounded sum of '
    'its contributions). An indicator that is left out has NULL points and contribution. edge to brings: how far it is to '
    'more points.';

comment on column merit.score_indicator.month is 'The first day of the business month.';
comment on column merit.score_indicator.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.score_indicator.scheme is 'The name of the scheme (score.scheme).';
comment on column merit.score_indicator.indicator is 'The name of an indicator of the scheme.';
comment on column merit.score_indicator.value is
    'The agent''s value of the metric or mark behind the indicator; NULL when there is none.';
comment on column merit.score_indicator.points is
    'Points for the value; NULL when it has none: then the indicator does not count.';
comment on column merit.score_indicator.out_of is 'What points are out of: 100, or what the scheme says.';
comment on column merit.score_indicator.weight is 'As in the scheme, or as agreed with the agent; the sum of all of an agent''s weights is 100 %.';
comment on column merit.score_indicator.contribution is
    'Part of the total, of 100, not rounded: points × weight / the sum of the weights of the indicators that have points.';
comment on column merit.score_indicator.numbers is
    'What the rule took, in the scheme''s order, where value is not that itself (a checklist, a gate); NULL elsewhere.';
comment on column merit.score_indicator.edge is 'The edge that the value reaches; NULL when it reaches none, or there are none.';
comment on column merit.score_indicator.next_edge is 'The nearest edge that gives more points; NULL when there is none.';
comment on column merit.score_indicator.missing is
    'next_edge − value: by how much the value must change, down where less is better.';
comment on column merit.score_indicator.brings is 'By how much the total would be greater at next_edge, all else being equal.';
