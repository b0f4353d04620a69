create or replace view merit.result_indicator with (security_invoker = true) as
select i.month, i.revision, i.scheme, i.agent, i.indicator, i.value, i.points, i.weight, i.contribution
  from period.indicator i;

comment on view merit.result_indicator is
    'One row per closed month, revision, scheme, agent and indicator, as frozen. Agents see themselves, leads '
    'their teams.';
