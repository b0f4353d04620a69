-- As ingest.write_surveys: the smaller row of one event stays, and what it was before is known.

create or replace function ingest.write_staff(
    sent ingest.agent_row[],
    out staff text[],
    out days  date[]
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    event   fact.agent_event[];
    written fact.agent_event[];
    changed fact.agent_event[];
begin
    event := array(
        select distinct on (s.hash)
               row(s.hash, s.at, s.day, s.agent, s.name, s.employee, s.team, s.role, s.lead, s.status,
                   s.joined, s."left")::fact.agent_event
          from unnest(sent) s
         order by s.hash, s.at, s.agent collate "C", s.name collate "C", s.employee collate "C",
                  s.team collate "C", s.role collate "C", s.lead collate "C", s.status collate "C",
                  s.joined, s."left");
    with new_row as (
        insert into fact.agent_event as a
        select e.* from unnest(event) e
        on conflict (hash) do nothing
        returning a
    )
    select array_agg(n.a) into written from new_row n;
    if cardinality(event) > coalesce(cardinality(written), 0) then
        changed := array(
            select a from fact.agent_event a join unnest(event) e on e.hash = a.hash and e < a
             order by a.hash
               for update of a);
        with smaller as (
            update fact.agent_event a
               set at = e.at, day = e.day, agent = e.agent, name = e.name, employee = e.employee, team = e.team, role = e.role,
                   lead = e.lead, status = e.status, joined = e.joined, "left" = e."left"
              from unnest(event) e
             where a.hash = e.hash and a.hash in (select c.hash from unnest(changed) c)
            returning a
        )
        select written || changed || array_agg(s.a) into written from smaller s;
    end if;
    select array_agg(w.agent), array_agg(w.day) into staff, days from unnest(written) w where w.team is not null;
end $$;

comment on function ingest.write_staff(ingest.agent_row[]) is
    'The step of ingest.write for staff records. staff: the agents who may be in another team from days[i] on; NULL: none.';
