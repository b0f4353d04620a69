create or replace function settle.worked_ms(work settle.work[]) returns bigint[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    elapsed constant bigint[] := array(
        select (select coalesce(sum(extract(epoch from upper(s) - lower(s))) * 1000, 0)::bigint from unnest(w.during) s)
          from unnest(work) with ordinality as w(agent, day, during, place)
         order by w.place);
begin
    if not settle.tickets_are_judged() then
        return elapsed;
    end if;
    return array(
        with timed as (  -- what counts inside service hours alone
            select w.place, w.agent, w.day, w.during
              from unnest(work) with ordinality as w(agent, day, during, place)
              join ref.rule_span r on w.day >= r.since and w.day < r.until
             where (r.rules).ticket_clock = 'hours'
        ), span as (  -- one row per stretch without a pause; one without ends where there is none
            select w.place, w.agent, w.day, lower(s) as begun, upper(s) as ended, row_number() over () as n
              from timed w
              left join lateral unnest(w.during) s on true
        ), inside as (
            select c.place, coalesce(sum(c.ms), 0)::bigint as ms
              from (select array_agg(s.place order by s.n) as places, array_agg(s.agent order by s.n) as agents,
                           array_agg(s.day order by s.n) as days, array_agg(s.begun order by s.n) as begun,
                           array_agg(s.ended order by s.n) as ended
                      from span s) a
             cross join unnest(a.places, ref.counted_waits(ref.teams_on(a.agents, a.days), a.begun, a.ended)) as c(place, ms)
             where c.place is not null
             group by c.place
        )
        select coalesce(i.ms, e.ms)
          from unnest(elapsed) with ordinality as e(ms, place)
          left join inside i using (place)
         order by e.place);
end $$;

comment on function settle.worked_ms(settle.work[]) is
    'How long each took, by the rule ticket.clock of its day: all that elapsed, or what lies inside the service hours. In the same places.';
