create or replace function ref.written_hours(first_day date, last_day date)
returns table (team text, day date, open text[], why text)
language sql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with stretch as (  -- one row per document in force on some of the days
        select s.effective, s.until, s.document from ref.hours_stretches() s
         where s.effective <= last_day and s.until > first_day
    ), team as (  -- whose hours a document names, and the shop
        select '' as team union all select t.team from ref.hours_team t
    ), weekly as materialized (  -- one row per stretch, team and day of the week
        select s.effective, t.team, w.isodow,
               case when h.weekly is null then array['00:00-24:00']
                    else array(select i.item #>> '{}' from ref.list_items(h.weekly -> w.weekday) i) end as open,
               case when h.weekly is null then 'always' else 'weekly' end as why
          from stretch s
         cross join team t
         cross join lateral (values (coalesce(s.document #> array['teams', t.team, 'weekly'],
                                              s.document #> '{shop,weekly}'))) h(weekly)
         cross join ref.weekdays() w
    ), closed as (  -- one row per holiday
        select distinct s.effective, (i.item #>> '{}')::date as day
          from stretch s cross join lateral ref.list_items(s.document -> 'holidays') i
    ), extra as (  -- one row per stretch, team and extra day: the spans of all that are for everybody or for that team
        select s.effective, t.team, (x.item ->> 'day')::date as day,
               array_agg(o.item #>> '{}') filter (where o.item is not null) as open
          from stretch s
         cross join lateral ref.list_items(s.document -> 'extra') x
          join team t on coalesce(x.item ->> 'team', t.team) = t.team
          left join lateral ref.list_items(x.item -> 'open') o on true
         group by 1, 2, 3
    ), day as (  -- one row per day, with the document that is in force
        select s.effective, g::date as day
          from stretch s
         cross join lateral generate_series(greatest(s.effective, first_day)::timestamp,
                                            least(s.until - 1, last_day)::timestamp, interval '1 day') g
    )
    select w.team, d.day,
           case when x.day is not null then coalesce(x.open, '{}') when c.day is not null then '{}' else w.open end,
           case when x.day is not null then 'extra' when c.day is not null then 'holiday' else w.why end
      from day d
      join weekly w on w.effective = d.effective and w.isodow = extract(isodow from d.day)
      left join closed c on c.effective = d.effective and c.day = d.day
      left join extra x on x.effective = d.effective and x.day = d.day and x.team = w.team
$$;

comment on function ref.written_hours(date, date) is
    'One row per calendar day, from the first to the last, and team of ref.hours_team, '''' being the shop: the spans that '
    'begin on it, as the document in force writes them, and why these: always, weekly, holiday or extra.';
