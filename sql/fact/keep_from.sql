-- Everything that was written before is settled before; whoever writes afterwards is told first (ingest.write). For that the
-- shop's row is locked: a write reads it, and so is over before, or begins after. Who reads it too long makes this fail
-- after a moment, and the caller tries again: nobody waits for long.

create or replace function fact.keep_from(months integer, dry_run boolean) returns date
language plpgsql
set search_path = pg_catalog, pg_temp
set lock_timeout = '200ms'
as $$
declare
    month   date := date_trunc('month', ref.day_of(merit.now())) - make_interval(months => keep_from.months);
    problem text;
begin
    month := greatest(month, ref.kept_from());  -- once deleted is deleted
    problem := fact.keep_problem(month);
    if problem is not null then
        raise exception 'facts before % cannot be deleted: %', period.month_name(month), problem
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    if dry_run or month = ref.kept_from() then
        return month;
    end if;
    perform period.lock();
    perform settle.lock(true);
    lock table ref.shop in access exclusive mode;
    perform settle.until_clean(coalesce((select s.as_of from settle.state s), merit.now()));
    update ref.shop set kept_from = month;
    return month;
end $$;

comment on function fact.keep_from(integer, boolean) is
    'From now on facts are kept of the running month and so many before it: earlier events are refused, roll-ups of earlier days '
    'stay as they are. Returns the first day that is kept. Raises 55000 with what must be done first; 55P03 when somebody is in '
    'the way: call it again. dry_run: checks alone.';
