create or replace function web.load(days jsonb) returns jsonb
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_agg(w.hours order by w.weekday)
          from (select c.weekday, jsonb_agg(c.rounds order by c.hour) as hours
                  from (select d.weekday, h.hour, coalesce(sum((x.day -> 'asked_hours' ->> h.hour)::bigint), 0) as rounds
                          from generate_series(1, 7) d(weekday)
                         cross join generate_series(0, 23) h(hour)
                          left join jsonb_array_elements(days) x(day) on extract(isodow from (x.day ->> 'day')::date) = d.weekday
                         group by d.weekday, h.hour) c
                 group by c.weekday) w);
end $$;

comment on function web.load(jsonb) is
    'Rounds asked by weekday (seven lists, from Monday) and hour of the shop''s clock (24 numbers), of days with asked_hours.';
