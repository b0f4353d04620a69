create or replace function period.record_target(
    id uuid, of_period text, agent text, metric text, value numeric, at timestamptz, by_person text
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    decided constant timestamptz := date_trunc('milliseconds', at);
    today   constant date := ref.day_of(decided);
    named   constant text := case when period.month_of(of_period) is not null then 'for_month' else 'of_term' end;
    start   constant date := coalesce(period.month_of(of_period), (period.term_span(of_period)).start);
    until   constant date := period.last_month(of_period) + interval '1 month';
    data    constant jsonb := jsonb_build_object('agent', agent, 'period', of_period, 'metric', metric, 'value', value);
    last    fact.last_target;
    last_at timestamptz;
begin
    if period.was_entered(id, 'target.set', data, merit.person()) then
        return;
    end if;
    if agent is null or agent <> all (period.planned()) then
        raise exception '%', ref.said(ref.message('refused.no_planner', merit.caller(), coalesce(agent, 'NULL')))
            using errcode = 'insufficient_privilege', column = 'agent';
    end if;
    perform period.refuse_shut(of_period);
    if start > today + interval '12 months' then
        raise exception '%', ref.said(ref.message('refused.target_ahead', of_period))
            using errcode = 'invalid_parameter_value', column = named;
    elsif until <= date_trunc('month', today)::date and not exists (select from period.months() m where m >= start and m < until) then
        raise exception '%', ref.said(ref.message('refused.month_empty', of_period))
            using errcode = 'invalid_parameter_value', column = named;
    elsif score.metric_known(metric) is not true or octet_length(metric) > 128 then  -- as an event may have it
        raise exception '%', ref.said(ref.message('refused.no_metric', coalesce(metric, 'NULL')))
            using errcode = 'invalid_parameter_value', column = 'metric';
    elsif value is null or value not between 0 and 999999999999 then
        raise exception '%', ref.said(ref.message('refused.target_range', coalesce(value::text, 'NULL')))
            using errcode = 'invalid_parameter_value', column = 'value';
    end if;
    select t.* into last
      from fact.last_target t
     where (t.period, t.metric, t.agent) = (of_period, record_target.metric, record_target.agent);
    if last.value = record_target.value then
        return;
    end if;
    select max(t.at) into last_at
      from fact.counted_target t
     where (t.period, t.metric, t.agent) = (of_period, record_target.metric, record_target.agent);
    perform period.enter(id, greatest(decided, last_at + interval '1 millisecond'), 'target.set', data, merit.signed(by_person), merit.person());
end $$;

comment on function period.record_target(uuid, text, text, text, numeric, timestamptz, text) is
    'The part of period.target_set and period.target_set_term that is the same, of a month or term by its name.';
