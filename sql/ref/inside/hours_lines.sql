create or replace function ref.hours_lines(document jsonb) returns table (what text, value text, rank text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with week as (  -- one row per week of the document; without a shop it is always open
        select 'shop' as whose,
               coalesce(document #> '{shop,weekly}',
                        (select jsonb_object_agg(w.weekday, '["00:00-24:00"]'::jsonb) from ref.weekdays() w)) as weekly
        union all
        select 'team ' || t.name, t.value -> 'weekly' from ref.object_members(document -> 'teams') t
    ), list as (  -- one row per list of spans; those of one extra day and team are one
        select format('%s %s', w.whose, d.weekday) as what, w.weekly -> d.weekday as spans,
               format('1 %s %s', w.whose, d.isodow) as rank
          from week w cross join ref.weekdays() d
        union all
        select concat_ws(' ', 'extra', x.item ->> 'day', 'team ' || (x.item ->> 'team')), x.item -> 'open', '3'
          from ref.list_items(document -> 'extra') x
    )
    select l.what, coalesce(string_agg(distinct s.item #>> '{}', ', '), 'closed'), l.rank
      from list l left join lateral ref.list_items(l.spans) s on true
     group by l.what, l.rank
    union
    select 'holiday ' || (h.item #>> '{}'), 'closed', '2' from ref.list_items(document -> 'holidays') h
    union
    select format('suspended from %s', (x.item ->> 'from')::timestamptz),
           format('until %s', (x.item ->> 'until')::timestamptz), '4'
      from ref.list_items(document -> 'suspended') x
$$;

comment on function ref.hours_lines(jsonb) is
    'A document of service hours as lines that can be compared: one row per week and weekday, holiday, extra day (and its '
    'team), and suspended span. rank: what they are listed by.';
