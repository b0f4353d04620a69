create or replace function period.appeal_file(
    for_month date, agent text, indicator text, reason text, as_of timestamptz default null, by_person text default null
) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at     timestamptz := merit.decision_time(as_of);
    posted post.message;
    wrong  text[];  -- the message, and the parameter
    filed  bigint;
begin
    select m.* into posted from post.message m where m.month = for_month order by m.revision desc, m.sequence limit 1;
    wrong := case
        when not coalesce(merit.may_act_for(agent, (for_month + interval '1 month')::date - 1), false) then array[ref.message('refused.appeal_for', merit.caller(), agent), 'agent']
        when posted.id is null then array[ref.message('refused.not_closed', period.month_name(for_month)), 'for_month']
        when coalesce(reason, '') = '' then array['refused.appeal_reason', 'reason']
        when not exists (select from period.indicator i
                          where i.month = for_month and i.revision = posted.revision and i.agent = appeal_file.agent
                            and i.indicator = appeal_file.indicator)
            then array[ref.message('refused.appeal_indicator', agent, coalesce(indicator, 'NULL'), period.month_name(for_month),
                           (select string_agg(distinct i.indicator, ', ') from period.indicator i
                             where i.month = for_month and i.revision = posted.revision)), 'indicator']
        when at > period.last_to_appeal(posted.created_at)
            then array[ref.message('refused.appeal_late', (select s.appeal_days from period.setting s)::text,
                           period.local_time(period.last_to_appeal(posted.created_at))), 'for_month'] end;
    if wrong is not null then
        raise exception '%', ref.said(wrong[1]) using errcode = 'object_not_in_prerequisite_state', column = wrong[2];
    end if;
    insert into period.appeal (month, revision, agent, indicator, reason, filed_at, filed_by, login, filer)
    values (for_month, posted.revision, agent, indicator, reason, at, merit.signed(by_person), merit.person(), merit.me())
    returning id into filed;
    return filed;
end $$;

comment on function period.appeal_file(date, text, text, text, timestamptz, text) is
    'Files an agent''s appeal against an indicator of a closed month, within the days to appeal after the last posting. '
    'Agents file for themselves, leads for their teams. Returns the number of the appeal.';
