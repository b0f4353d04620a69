create or replace function ref.suspended() returns tstzmultirange
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(range_agg(tstzrange((x.item ->> 'from')::timestamptz, (x.item ->> 'until')::timestamptz)
                              * tstzrange(s.effective::timestamp at time zone p.zone, s.until::timestamp at time zone p.zone)),
                    '{}')
      from ref.hours_stretches() s
     cross join ref.shop p
     cross join lateral ref.list_items(s.document -> 'suspended') x
     where s.id is not null
$$;

comment on function ref.suspended() is
    'The instants at which service is suspended, of every document as far as it is in force. Of an instant: '
    'instant <@ (select ref.suspended()).';
