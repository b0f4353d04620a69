-- Each statement sees more than the one before it: what is committed after marks were taken away leaves its own mark.
-- Nobody else takes marks away, since nobody else has the settler's lock.

create or replace function period.keep(quiet interval default '10 seconds') returns date
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
set enable_mergejoin = off
as $$
declare
    chosen date;
begin
    if not settle.lock(false) then
        return null;
    end if;
    delete from score.stale s using score.stale later
     where (s.since, s.until) = (later.since, later.until) and s.id < later.id;
    with settled as (
        delete from score.stale s where s.marked_at <= clock_timestamp() - quiet returning s.since, s.until
    )
    delete from score.kept k using settled s where k.month between s.since and s.until;
    select max(m.month) into chosen
      from period.used_months() m(month)
     where not exists (select from score.kept k where k.month = m.month and k.staff_day = score.staff_day(m.month))
       and not exists (select from score.stale s where m.month between s.since and s.until);
    if chosen is not null then
        delete from score.kept k where k.month = chosen;
        insert into score.kept (month, staff_day) values (chosen, score.staff_day(chosen));
        perform score.keep(chosen);
        perform period.keep_drift(chosen);
    end if;
    return chosen;
exception when others then
    raise warning 'scores cannot be kept: %', sqlerrm;
    return null;
end $$;

comment on function period.keep(interval) is
    'Keeps the results, indicators and drift of a month that has been left alone for a while, the last such month first, and '
    'returns it; NULL: there is none, or somebody else settles. Until then, and as soon as anything changes, readers make '
    'their own.';
