create or replace function score.touched(for_month date) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    if not exists (select from score.kept k where k.month = for_month and k.staff_day = score.staff_day(for_month))
       or exists (select from score.stale s where for_month between s.since and s.until and s.agents is null) then
        return null;
    end if;
    return (select case when count(distinct a.agent) <= 500 then coalesce(array_agg(distinct a.agent), '{}') end
              from score.stale s
             cross join lateral unnest(s.agents) as a(agent)
             where for_month between s.since and s.until);
end $$;

comment on function score.touched(date) is
    'Whose roll-ups changed since the month was kept, if nothing else did that scores follow from: the others'' points, and what bars them '
    'from a rank, are those that are kept. NULL: nothing that is kept counts.';
