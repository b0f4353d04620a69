-- A wait is counted by how long a team's hours were open before an instant: one look-up in an index for a wait within a span,
-- two for any other, however long it is. While no document is loaded it is the elapsed time.

create or replace function ref.counted_waits(teams text[], begun timestamptz[], ended timestamptz[]) returns bigint[]
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    if not exists (select from ref.service_hours) then
        return array(select case when w.ended <= w.begun then 0 else date_part('epoch', w.ended - w.begun) * 1000 end::bigint
                       from unnest(begun, ended) with ordinality as w(begun, ended, place) order by w.place);
    end if;
    return array(
        select case when w.ended <= w.begun then 0
                    when w.ended <= b.closes_at then date_part('epoch', w.ended - w.begun) * 1000
                    when w.ended > w.begun
                    then coalesce(e.open_ms + date_part('epoch', least(w.ended, e.closes_at) - e.opens_at) * 1000, 0)
                         - coalesce(b.open_ms + date_part('epoch', least(w.begun, b.closes_at) - b.opens_at) * 1000, 0)
               end::bigint
          from unnest(teams, begun, ended) with ordinality as w(team, begun, ended, place)
          left join ref.hours_team h on h.team = w.team
          left join lateral (select s.* from ref.open_span s where s.team = coalesce(h.team, '') and s.opens_at <= w.begun
                              order by s.opens_at desc limit 1) b on true
          left join lateral (select s.* from ref.open_span s where s.team = coalesce(h.team, '') and s.opens_at <= w.ended
                                and (w.ended <= b.closes_at) is not true
                              order by s.opens_at desc limit 1) e on true
         order by w.place);
end $$;

comment on function ref.counted_waits(text[], timestamptz[], timestamptz[]) is
    'Of many waits at once: the milliseconds of each that lie inside the service hours of its team, in the same places. A team '
    'that no document names, and NULL, has the shop''s hours. 0 when a wait ends before it begins, NULL without both ends.';
