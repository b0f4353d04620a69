create or replace function settle.waits_of(customer uuid, day date, agent text, as_of timestamptz)
returns bigint[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array_agg(w order by w)
      from fact.counted_part p
     cross join unnest(p.waits_ms) w
     where p.customer = waits_of.customer and p.day = waits_of.day and p.agent = waits_of.agent
       and p.counts_after < waits_of.as_of
$$;

comment on function settle.waits_of(uuid, date, text, timestamptz) is
    'The waits, in ms and ascending, of a contact with several parts that have answered rounds; NULL: it has none.';
