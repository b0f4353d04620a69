-- A condition on month decides for which months the function is called; it is called for no others.

create or replace view merit.result_indicator as
select k.month, i.revision, i.scheme, i.agent, i.indicator, i.value, i.points, i.out_of, i.weight, i.contribution,
       i.numbers, i.edge, i.next_edge, i.missing, i.brings
  from (select distinct c.month from period.closing c) k
 cross join lateral merit.frozen_indicators(k.month) i;

comment on view merit.result_indicator is
    'One row per closed month, revision, scheme, agent and indicator, as frozen. Agents see themselves, leads '
    'their teams. Months that were closed before edges were known have none: numbers to brings are NULL.';

comment on column merit.result_indicator.month is 'The first day of the business month.';
comment on column merit.result_indicator.revision is
    'The number of the close: 0 for the first, then 1, 2, … for each revision.';
comment on column merit.result_indicator.scheme is 'The name of the scheme (score.scheme).';
comment on column merit.result_indicator.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.result_indicator.indicator is 'The name of an indicator of the scheme.';
comment on column merit.result_indicator.value is
    'The agent''s value of the metric or mark behind the indicator; NULL when there is none.';
comment on column merit.result_indicator.points is
    'Points for the value; NULL when it has none: then the indicator does not count.';
comment on column merit.result_indicator.out_of is 'What points are out of: 100, or what the scheme says.';
comment on column merit.result_indicator.weight is 'As in the scheme, or as agreed with the agent; the sum of all of an agent''s weights is 100 %.';
comment on column merit.result_indicator.contribution is
    'Part of the total, of 100, not rounded: points × weight / the sum of the weights of the indicators that have points.';
comment on column merit.result_indicator.numbers is
    'What the rule took, in the scheme''s order, where value is not that itself (a checklist, a gate); NULL elsewhere.';
comment on column merit.result_indicator.edge is 'The edge that the value reaches; NULL when it reaches none, or there are none.';
comment on column merit.result_indicator.next_edge is 'The nearest edge that gives more points; NULL when there is none.';
comment on column merit.result_indicator.missing is
    'next_edge − value: by how much the value must change, down where less is better.';
comment on column merit.result_indicator.brings is 'By how much the total would be greater at next_edge, all else being equal.';
