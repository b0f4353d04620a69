create or replace function period.appeal_file(
    for_month date, agent text, indicator text, reason text, as_of timestamptz default null, by_person text default null
) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return period.record_appeal(period.month_name(for_month), agent, indicator, reason, merit.decision_time(as_of), by_person);
end $$;

comment on function period.appeal_file(date, text, text, text, timestamptz, text) is
    'Files an agent''s appeal against an indicator of a closed month, within the days to appeal after the last posting. '
    'Agents file for themselves, leads for their teams. Returns the number of the appeal.';
