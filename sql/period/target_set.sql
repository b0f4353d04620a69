create or replace function period.target_set(
    id uuid, for_month date, agent text, metric text, value numeric, as_of timestamptz default null, by_person text default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
begin
    perform period.refuse_no_month(for_month);
    perform period.record_target(id, period.month_name(for_month), agent, metric, value, merit.decision_time(as_of), by_person);
end $$;

comment on function period.target_set(uuid, date, text, text, numeric, timestamptz, text) is
    'Sets an agent''s target of a metric for a month, as the event target.set with this id: the same once more changes nothing, another id '
    'sets another. What is the target already is not written again. 42501: the caller sets no targets for the agent (period.planned). 55000: the month is closed or skipped. 22023: no such '
    'month, a month that is over without anything in it, no such metric or value, or something else has the id. 53400: too much was entered '
    '(period.enter).';
