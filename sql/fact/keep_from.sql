-- Everything that was written before is settled before; whoever writes afterwards is told first (ingest.write). For that the
-- shop's row is locked: a write reads it, and so is over before, or begins after. Who reads it too long, or has another of the
-- locks, makes this fail after a moment, is named, and the caller tries again: nobody waits for long.

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
    if dry_run or exists (select from ref.shop s
                           where s.kept_from = month
                             and s.deleted_before >= month - (select max(ref.look_back(r)) from ref.rule_set r)) then
        return month;
    end if;
    begin
        lock table period.month_end in exclusive mode;  -- period.lock waits for minutes
        perform period.lock();
        perform settle.lock(true);
        lock table ref.shop in access exclusive mode;
        if fact.keep_problem(month) is not null then  -- somebody was faster; the next try says what stands in the way
            raise lock_not_available;
        end if;
    exception when lock_not_available then
        select string_agg(format('%s (%s)', a.usename, concat_ws(', ', 'pid ' || a.pid, nullif(a.application_name, ''),
                                 'has ' || l.relation::regclass, to_char(a.xact_start, '"since" YYYY-MM-DD HH24:MI:SS TZ'))),
                          '; ' order by a.xact_start)
          into problem
          from pg_locks l join pg_stat_activity a using (pid)
         where (l.relation = 'period.month_end'::regclass and l.mode = 'ExclusiveLock'
                or l.relation = 'settle.state'::regclass and l.mode = 'ShareUpdateExclusiveLock' or l.relation = 'ref.shop'::regclass)
           and l.granted and l.pid <> pg_backend_pid()
           and l.database = (select d.oid from pg_database d where d.datname = current_database());
        raise exception 'in the way: %', coalesce(problem, 'somebody who has just ended')
            using errcode = 'lock_not_available', hint = 'wait until it ends, such as a pg_dump, and run the command again';
    end;
    perform settle.until_clean(coalesce((select s.as_of from settle.state s), merit.now()));
    update ref.shop
       set kept_from = month, deleted_before = greatest(deleted_before, month - (select max(ref.look_back(r)) from ref.rule_set r));
    return month;
end $$;

comment on function fact.keep_from(integer, boolean) is
    'From now on facts are kept of the running month and so many before it: earlier events are skipped, roll-ups of earlier days '
    'stay as they are. Returns the first day that is kept. Raises 55000 with what must be done first; 55P03 when somebody is in '
    'the way: call it again. dry_run: checks alone.';
