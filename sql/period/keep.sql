-- Each statement sees more than the one before it: what is committed after marks were taken away leaves its own mark.
-- Nobody else takes marks away, since nobody else has the settler's lock.

create or replace function period.keep(quiet interval default '10 seconds', out month date, out problem text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
set enable_mergejoin = off
as $$
declare
    began constant timestamptz := clock_timestamp();
begin
    if not settle.lock(false) then
        return;
    end if;
    delete from score.stale s
     using (select n.since, n.until, max(n.id) as id from score.stale n group by n.since, n.until) newest
     where (s.since, s.until) = (newest.since, newest.until) and s.id < newest.id;
    with settled as (
        delete from score.stale s where s.marked_at <= clock_timestamp() - quiet returning s.since, s.until
    )
    delete from score.kept k using settled s where k.month between s.since and s.until;
    select max(m.month) into month
      from period.used_months() m(month)
     where not exists (select from score.kept k where k.month = m.month and k.staff_day = score.staff_day(m.month))
       and not exists (select from score.stale s where m.month between s.since and s.until)
       and not exists (select from score.unkept u where u.month = m.month and u.again_at > clock_timestamp());
    if month is null then
        return;
    end if;
    delete from score.unkept u where u.month = keep.month;
    begin
        delete from score.kept k where k.month = keep.month;
        insert into score.kept (month, staff_day) values (keep.month, score.staff_day(keep.month));
        perform score.keep(keep.month);
        perform period.keep_drift(keep.month);
    exception when query_canceled or others then  -- others alone lets a statement time-out pass
        problem := sqlerrm;
        insert into score.unkept (month, problem, again_at)
        values (keep.month, keep.problem, clock_timestamp() + greatest(interval '1 minute', 20 * (clock_timestamp() - began)));
    end;
end $$;

comment on function period.keep(interval) is
    'Keeps the results, indicators and drift of a month that has been left alone for a while, the last such month first, and '
    'returns it; if they cannot be made, also why: then other months come first for a minute, or twenty times as long as it took. '
    'NULL: there is none, or somebody else settles. Until then, and as soon as anything changes, readers make their own.';
