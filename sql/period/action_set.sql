create or replace function period.action_set(
    action bigint, state text, note text default null, as_of timestamptz default null, by_person text default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at    timestamptz;
    agent text := (select a.agent from period.action a where a.id = action_set.action);
    made  period.action_change;
begin
    perform period.lock();
    at := merit.decision_time(as_of);
    if agent is null or not merit.may_act_for(agent) or (agent = merit.me() and not merit.has_role('meritd_close')) then
        raise exception '%', ref.said(ref.message('refused.action', merit.caller(), action::text))
            using errcode = 'insufficient_privilege';
    elsif state is null or state not in ('open', 'done', 'waived') then
        raise exception '%', ref.said(ref.message('refused.action_state', coalesce(state, 'NULL'), 'state.open', 'state.done', 'state.waived'))
            using errcode = 'invalid_parameter_value', column = 'state';
    elsif state = 'waived' and coalesce(note, '') = '' then
        raise exception '%', ref.said('refused.waive_note') using errcode = 'invalid_parameter_value', column = 'note';
    elsif state = 'done' then
        perform period.check_step(action);
    end if;
    insert into period.action_change (action, state, changed_at, changed_by, note)
    values (action, state, at, merit.signed(by_person), note)
    returning * into made;
    perform pay.record(made);
    if state = 'done' then
        perform period.write_steps(action, at);
    end if;
end $$;

comment on function period.action_set(bigint, text, text, timestamptz, text) is
    'Sets the state of an action: open, done or waived (waived needs a note). Leads may do this for their teams, but not '
    'for themselves. What is done may ask for the next step (period.write_steps); a self mark is not given again before there is one '
    '(55000).';
