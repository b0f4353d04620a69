create or replace function settle.worked_ms(work settle.work[], clock text) returns bigint[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if clock = 'elapsed' then
        return array(
            select (select coalesce(sum(extract(epoch from upper(s) - lower(s))) * 1000, 0)::bigint from unnest(w.during) s)
              from unnest(work) with ordinality as w(agent, day, during, place)
             order by w.place);
    end if;
    return array(
        with span as (  -- one row per stretch without a pause; one without ends where there is none
            select w.place, w.agent, w.day, lower(s) as begun, upper(s) as ended, row_number() over () as n
              from unnest(work) with ordinality as w(agent, day, during, place)
              left join lateral unnest(w.during) s on true
        )
        select coalesce(sum(c.ms), 0)::bigint
          from (select array_agg(s.place order by s.n) as places, array_agg(s.agent order by s.n) as agents,
                       array_agg(s.day order by s.n) as days, array_agg(s.begun order by s.n) as begun,
                       array_agg(s.ended order by s.n) as ended
                  from span s) a
         cross join unnest(a.places, ref.counted_waits(ref.teams_on(a.agents, a.days), a.begun, a.ended)) as c(place, ms)
         where c.place is not null
         group by c.place
         order by c.place);
end $$;

comment on function settle.worked_ms(settle.work[], text) is
    'How long each took, by the rule ticket.clock: all that elapsed, or what lies inside the service hours. In the same places.';
