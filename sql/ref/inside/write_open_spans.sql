create or replace function ref.write_open_spans() returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from ref.hours_team;
    delete from ref.open_span;
    insert into ref.hours_team (team)
    select t.name from ref.service_hours h cross join lateral ref.object_members(h.document -> 'teams') t
    union
    select x.item ->> 'team'
      from ref.service_hours h cross join lateral ref.list_items(h.document -> 'extra') x
     where x.item ? 'team';
    insert into ref.open_span (team, opens_at, closes_at, open_ms)
    select s.team, s.opens_at, s.closes_at, s.open_ms from ref.open_spans() s order by s.team, s.opens_at;
end $$;

comment on function ref.write_open_spans() is
    'Makes ref.hours_team and ref.open_span anew. For whoever changes the documents, the zone or the calendar.';
