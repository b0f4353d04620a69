-- By the very rules of period.sign, which raises what it refuses.

create or replace function web.may_sign(of_period text, step text, content text, approves period.amount[]) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    today constant date := ref.day_of(merit.now());
    made  period.signature;
begin
    made.month := period.month_of(of_period);
    made.term := case when made.month is null then of_period end;
    made.revision := coalesce(period.part_closed(of_period) + 1, 0);
    made.step := step;
    made.content := content;
    made.login := merit.person();
    made.amounts := to_jsonb(approves);
    made.agents := merit.self_on(today);
    made.logins := merit.acting_logins();
    made.signer := period.signs_as(of_period, false, step, today);
    perform period.refuse_signer(made);
    return true;
exception when insufficient_privilege then
    return false;
end $$;

comment on function web.may_sign(text, text, text, period.amount[]) is
    'Whether the caller, of the closing role, may sign a step of a month or term of this content, and of an approval these amounts, today.';
