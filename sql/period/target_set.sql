create or replace function period.target_set(
    id uuid, for_month date, agent text, metric text, value numeric, as_of timestamptz default null, by_person text default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    decided constant timestamptz := date_trunc('milliseconds', merit.decision_time(as_of));
    data    constant jsonb := jsonb_build_object('agent', agent, 'period', period.month_name(for_month), 'metric', metric, 'value', value);
    last    fact.last_target;
    last_at timestamptz;
begin
    if period.was_entered(id, 'target.set', data, merit.person()) then
        return;
    end if;
    perform period.refuse_no_month(for_month);
    if agent is null or agent <> all (period.planned()) then
        raise exception '%', ref.said(ref.message('refused.no_planner', merit.caller(), coalesce(agent, 'NULL')))
            using errcode = 'insufficient_privilege', column = 'agent';
    end if;
    perform period.refuse_shut(period.month_name(for_month));
    if for_month > ref.day_of(decided) + interval '12 months' then
        raise exception '%', ref.said(ref.message('refused.target_ahead', period.month_name(for_month)))
            using errcode = 'invalid_parameter_value', column = 'for_month';
    elsif for_month < date_trunc('month', ref.day_of(decided))::date and for_month not in (select m from period.months() m) then
        raise exception '%', ref.said(ref.message('refused.month_empty', period.month_name(for_month)))
            using errcode = 'invalid_parameter_value', column = 'for_month';
    elsif score.metric_known(metric) is not true or octet_length(metric) > 128 then  -- as an event may have it
        raise exception '%', ref.said(ref.message('refused.no_metric', coalesce(metric, 'NULL')))
            using errcode = 'invalid_parameter_value', column = 'metric';
    elsif value is null or value not between 0 and 999999999999 then
        raise exception '%', ref.said(ref.message('refused.target_range', coalesce(value::text, 'NULL')))
            using errcode = 'invalid_parameter_value', column = 'value';
    end if;
    select t.* into last
      from fact.last_target t
     where (t.period, t.metric, t.agent) = (data ->> 'period', target_set.metric, target_set.agent);
    if last.value = target_set.value then
        return;
    end if;
    select max(t.at) into last_at
      from fact.counted_target t
     where (t.period, t.metric, t.agent) = (data ->> 'period', target_set.metric, target_set.agent);
    perform period.enter(id, greatest(decided, last_at + interval '1 millisecond'), 'target.set', data, merit.signed(by_person), merit.person());
end $$;

comment on function period.target_set(uuid, date, text, text, numeric, timestamptz, text) is
    'Sets an agent''s target of a metric for a month, as the event target.set with this id: the same once more changes nothing, another id '
    'sets another. What is the target already is not written again. 42501: the caller sets no targets for the agent (period.planned). 55000: the month is closed or skipped. 22023: no such '
    'month, a month that is over without anything in it, no such metric or value, or something else has the id. 53400: too much was entered '
    '(period.enter).';
