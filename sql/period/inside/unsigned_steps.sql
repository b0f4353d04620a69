create or replace function period.unsigned_steps(
    of_period text, schemes_in_force boolean default false, content text default null, amounts period.amount[] default null
) returns table (step text, approves period.amount[])
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    due    constant period.amount[] := coalesce(amounts, period.amounts_now(of_period, schemes_in_force));
    now_is text;
begin
    if not exists (select from period.steps(of_period, schemes_in_force, due)) then
        return;
    end if;
    now_is := coalesce(content, period.signed_content(of_period, schemes_in_force, due));
    return query
    select s.step, s.approves
      from period.steps(of_period, schemes_in_force, due) s
     where not exists (select from period.signature g
                        where coalesce(g.term, period.month_name(g.month)) = of_period and g.revision = coalesce(period.part_closed(of_period) + 1, 0)
                          and g.content = now_is and g.step = s.step)
     order by s.place;
end $$;

comment on function period.unsigned_steps(text, boolean, text, period.amount[]) is
    'The signatures (period.steps) that nobody has given for the month or term as it is now, or for the given content and amounts, in order; for its '
    'close or, if it is closed, for its next revision (schemes_in_force: by the schemes in force now). approves: what an approval is of.';
