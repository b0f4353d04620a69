create or replace function period.due_signatures(of_period text, schemes_in_force boolean default false)
returns table (step text, may_sign text[], agent text, reason text, amount numeric, becomes numeric)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    amounts period.amount[];
begin
    perform ref.check_flags(schemes_in_force);
    perform period.check_period(of_period);
    amounts := period.amounts_shown(of_period, schemes_in_force);
    return query
    select s.*
      from jsonb_to_recordset(period.approvals_said(of_period, schemes_in_force, period.unsigned(of_period, schemes_in_force, null, amounts), amounts))
           as s(step text, may_sign text[], agent text, reason text, amount numeric, becomes numeric);
end $$;

comment on function period.due_signatures(text, boolean) is
    'One row per signature that the month or term as it is now lacks for its close or, if it is closed, for its next revision (schemes_in_force: by '
    'the schemes in force now) and, of an approval, amount that it is of: what the agent gets (> 0) or loses (< 0), of a revision what changes, and what it becomes. '
    'may_sign: the agents who may today, if a scheme says who does. While it runs, no amounts. 22023: no such period.';
