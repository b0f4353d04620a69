create or replace view merit.own_indicator as
select m.month, s.agent, s.scheme, s.indicator, s.value, s.points, s.weight, s.contribution
  from period.months() as m(month)
 cross join lateral merit.own_indicators(m.month) s;

comment on view merit.own_indicator is
    'One row per month, agent, scheme and indicator, as in merit.score_indicator, of those whom the caller may see by '
    'name.';
