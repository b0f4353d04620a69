create or replace function period.check_step(for_action bigint) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    step constant period.action := (select a from period.action a where a.id = for_action);
begin
    if step.action = 'self_mark_again'
       and not exists (select from fact.last_mark m
                         join period.closing c on (c.month, c.revision) = (step.month, step.revision)
                        where m.agent = step.agent and m.role = 'self' and m.period = period.month_name(step.month) and m.at > c.as_of) then
        raise exception '%', ref.said(ref.message('refused.no_mark_again', step.agent, period.month_name(step.month)))
            using errcode = 'object_not_in_prerequisite_state', hint = ref.said(ref.message('refused.no_mark_again_hint', 'meritd marks give'));
    end if;
end $$;

comment on function period.check_step(bigint) is
    'Raises an error (55000) when an action cannot be done: a self mark is to be given again, and the agent has given none for the '
    'month since it was closed or, if the action follows from a revision, revised.';
