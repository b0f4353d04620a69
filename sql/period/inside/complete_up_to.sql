create or replace function period.complete_up_to() returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select least((select s.as_of from settle.state s),
                 (select case when count(*) = count(p.caught_up_at) then min(p.caught_up_at) end
                    from ref.shop h
                    join ingest.position p on p.topic = any (h.topics)))
$$;

comment on function period.complete_up_to() is
    'Up to when data are complete: the earliest moment at which a partition of a configured topic was last read to its '
    'end, or the last settlement if that is earlier. A shop without any position is filled from files alone; then it is '
    'the last settlement.';
