-- What is kept comes from one call. Of the other months a condition decides for which the function is called. All is behind
-- functions, since a plan of the tables would tell how much of others they hold.

create or replace view merit.own_indicator as
select k.month, k.agent, k.scheme, k.indicator, k.value, k.points, k.out_of, k.weight, k.contribution,
       k.numbers, k.edge, k.next_edge, k.missing, k.brings
  from merit.own_kept_indicators() k
union all
select m.month, s.agent, s.scheme, s.indicator, s.value, s.points, s.out_of, s.weight, s.contribution,
       s.numbers, s.edge, s.next_edge, s.missing, s.brings
  from merit.own_months() as m(month)
 cross join lateral merit.own_indicators(m.month) s;

comment on view merit.own_indicator is
    'One row per month, agent, scheme and indicator, as in merit.score_indicator, for the agents whom the caller may see '
    'by name.';

comment on column merit.own_indicator.month is 'The first day of the business month.';
comment on column merit.own_indicator.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.own_indicator.scheme is 'The name of the scheme (score.scheme).';
comment on column merit.own_indicator.indicator is 'The name of an indicator of the scheme.';
comment on column merit.own_indicator.value is
    'The agent''s value of the metric or mark behind the indicator; NULL when there is none.';
comment on column merit.own_indicator.points is
    'Points for the value; NULL when it has none: then the indicator does not count.';
comment on column merit.own_indicator.out_of is 'What points are out of: 100, or what the scheme says.';
comment on column merit.own_indicator.weight is 'As in the scheme, or as agreed with the agent; the sum of all of an agent''s weights is 100 %.';
comment on column merit.own_indicator.contribution is
    'Part of the total, of 100, not rounded: points × weight / the sum of the weights of the indicators that have points.';
comment on column merit.own_indicator.numbers is
    'What the rule took, in the scheme''s order, where value is not that itself (a checklist, a gate); NULL elsewhere.';
comment on column merit.own_indicator.edge is 'The edge that the value reaches; NULL when it reaches none, or there are none.';
comment on column merit.own_indicator.next_edge is 'The nearest edge that gives more points; NULL when there is none.';
comment on column merit.own_indicator.missing is
    'next_edge − value: by how much the value must change, down where less is better.';
comment on column merit.own_indicator.brings is 'By how much the total would be greater at next_edge, all else being equal.';
