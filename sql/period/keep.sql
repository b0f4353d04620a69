-- Each statement sees more than the one before it: what is committed after marks were taken away leaves its own mark.
-- Nobody else takes marks away, since nobody else has the settler's lock.

create or replace function period.keep(quiet interval default '10 seconds', out month date, out problem text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
set enable_mergejoin = off
as $$
declare
    times   constant integer := 9;  -- as long as it took: how long a month that is never left alone is not made again
    began   constant timestamptz := clock_timestamp();
    touched text[];
    marks   bigint[];
    closed  boolean;
    at_rest boolean;
begin
    if not settle.lock(false) then
        return;
    end if;
    perform score.join_marks();
    with settled as (
        delete from score.stale s where s.marked_at <= clock_timestamp() - quiet returning s.since, s.until
    )
    update score.kept k set staff_day = '-infinity'
      from settled s
     where k.month between s.since and s.until and k.staff_day <> '-infinity';
    select max(m.month) into month
      from period.used_months() m(month)
      left join score.kept k on k.month = m.month
     cross join lateral (select bool_and(s.agents is not null or s.since = s.until) as for_now
                           from score.stale s where m.month between s.since and s.until) s
     where case when s.for_now then score.touched(m.month) is null and (k.made_at + times * k.took > clock_timestamp()) is not true
                when s.for_now is null then score.touched(m.month) is null
                                          or k.warnings is null and k.made_at + quiet <= clock_timestamp() and period.latest(m.month) is null
           end
       and not exists (select from score.unkept u where u.month = m.month and u.again_at > clock_timestamp());
    month := coalesce(month, score.worn(times));
    if month is null then
        return;
    end if;
    marks := array(select s.id from score.stale s where s.since = month and s.until = month);
    touched := score.touched(month);  -- whom marks that come just now name, too
    closed := period.latest(month) is not null;
    at_rest := marks = '{}' and coalesce(touched, '{}') = '{}';
    delete from score.unkept u where u.month = keep.month;
    begin
        delete from score.stale s where s.id = any (marks);
        delete from score.kept k where k.month = keep.month;
        insert into score.kept (month, staff_day) values (keep.month, score.staff_day(keep.month));
        perform score.keep(keep.month, touched);
        perform period.keep_drift(keep.month);
        update score.kept k  -- of a month that runs, means would be out of date at once
           set warnings = case when at_rest and not closed
                               then (select coalesce(jsonb_agg(w), '[]') from period.agent_warnings(keep.month) w) end,
               means = case when (at_rest or closed) and k.staff_day = (keep.month + interval '1 month')::date - 1
                            then (select coalesce(jsonb_agg(m), '[]') from score.metric_means(keep.month) m) end,
               made_at = clock_timestamp(), took = clock_timestamp() - began
         where k.month = keep.month;
    exception when query_canceled or others then  -- others alone lets a statement time-out pass
        problem := sqlerrm;
        delete from score.kept k where k.month = keep.month;
        insert into score.unkept (month, problem, again_at)
        values (keep.month, keep.problem, clock_timestamp() + greatest(interval '1 minute', 20 * (clock_timestamp() - began)));
    end;
end $$;

comment on function period.keep(interval) is
    'Takes away the marks that were left alone for a while, with what is kept of their months. Then it keeps the results, indicators, drift, '
    'warnings about agents and means of a month, the last that is not marked first, and returns it; also of one that is marked, if no mark is for '
    'everybody in several months, nine times as long after the last time as that took. If there is none, it makes what is kept of one whose roll-ups '
    'changed (score.worn) anew for those whose they are, not more often either. Warnings and means of a marked month wait until it was left alone; the '
    'means of a closed one do not. If they cannot be made, also why: '
    'then other months come first for a minute, or twenty times as long as it took. NULL: there is none, or somebody else settles. Until '
    'then, and as soon as anything changes, readers make their own, but what is kept of all others than score.touched.';
