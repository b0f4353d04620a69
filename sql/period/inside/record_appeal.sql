create or replace function period.record_appeal(of_period text, agent text, indicator text, reason text, at timestamptz, by_person text)
returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    term   constant text := case when period.month_of(of_period) is null then of_period end;
    named  constant text := case when term is null then 'for_month' else 'of_term' end;
    posted post.message;
    known  text[];
    wrong  text[];  -- the message, and the parameter
    filed  bigint;
begin
    select m.* into posted from post.message m
     where m.month = period.month_of(of_period) or m.term = of_period order by m.revision desc, m.sequence limit 1;
    known := array(
        select i.indicator from period.indicator i
         where i.month = posted.month and i.revision = posted.revision and i.agent = record_appeal.agent
         union
        select i.indicator from period.term_indicator i
         where i.term = posted.term and i.revision = posted.revision and i.agent = record_appeal.agent
         order by 1);
    wrong := case
        when not coalesce(merit.may_act_for(agent, period.last_day(of_period)), false) then array[ref.message('refused.appeal_for', merit.caller(), agent), 'agent']
        when posted.id is null then array[ref.message('refused.not_closed', of_period), named]
        when coalesce(reason, '') = '' then array['refused.appeal_reason', 'reason']
        when coalesce(indicator <> all (known), true)
            then array[ref.message('refused.appeal_indicator', agent, coalesce(indicator, 'NULL'), of_period, array_to_string(known, ', ')), 'indicator']
        when at > period.last_to_appeal(posted.created_at)
            then array[ref.message('refused.appeal_late', (select s.appeal_days from period.setting s)::text,
                           period.local_time(period.last_to_appeal(posted.created_at))), named] end;
    if wrong is not null then
        raise exception '%', ref.said(wrong[1]) using errcode = 'object_not_in_prerequisite_state', column = wrong[2];
    end if;
    insert into period.appeal (month, term, revision, agent, indicator, reason, filed_at, filed_by, login, filer)
    values (posted.month, posted.term, posted.revision, agent, indicator, reason, at, merit.signed(by_person), merit.person(), merit.me())
    returning id into filed;
    return filed;
end $$;

comment on function period.record_appeal(text, text, text, text, timestamptz, text) is
    'The part of period.appeal_file and period.appeal_file_term that is the same, of a month or term by its name.';
