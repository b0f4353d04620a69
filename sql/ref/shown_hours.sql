create or replace function ref.shown_hours(first_day date, last_day date, team text default null)
returns table (day date, weekday text, team text, open text, why text, suspended text, "from" date)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select w.day, d.weekday, coalesce(shown_hours.team, nullif(w.team, '')),
           case when w.open = '{}' then 'closed'
                else (select string_agg(o, ', ' order by o collate "C") from (select distinct unnest(w.open) as o) s) end,
           w.why,
           (select string_agg(format('%s-%s', to_char(lower(x) at time zone p.zone, 'HH24:MI'),
                                     case when upper(x) = upper(n.calendar_day) then '24:00'
                                          else to_char(upper(x) at time zone p.zone, 'HH24:MI') end), ', ' order by x)
              from unnest(ref.suspended() * tstzmultirange(n.calendar_day)) x),
           case when s.id is not null then s.effective end
      from ref.written_hours(first_day, last_day) w
     cross join ref.shop p
     cross join lateral (values (tstzrange(w.day::timestamp at time zone p.zone, (w.day + 1)::timestamp at time zone p.zone)))
                n(calendar_day)
      join ref.weekdays() d on d.isodow = extract(isodow from w.day)
      join ref.hours_stretches() s on w.day >= s.effective and w.day < s.until
     where shown_hours.team is null
        or w.team = coalesce((select t.team from ref.hours_team t where t.team = shown_hours.team), '')
     order by w.day, w.team
$$;

comment on function ref.shown_hours(date, date, text) is
    'One row per calendar day, from the first to the last, and team: the shop (NULL), and each that some document names; or, '
    'if asked, one team alone, which may have the shop''s hours. The spans that begin on the day as its document writes them, '
    'why these (always, weekly, holiday, extra), what of the day is suspended, and the first day of the document.';
