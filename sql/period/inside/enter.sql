-- By the step of ingest.write that records from Kafka and files take too: so it is an event like theirs, and reading it again changes nothing.

create or replace function period.enter(id uuid, at timestamptz, type text, data jsonb, entered_by text, login text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    of_hour constant integer := 500;
    -- the one with which the hour is full, until it is an hour old
    full_from constant timestamptz := (select e.at from period.entered e
                                        where e.login = enter.login and e.at > enter.at - interval '1 hour'
                                        order by e.at desc offset of_hour - 1 limit 1);
    wait_seconds constant bigint := ceil(extract(epoch from full_from + interval '1 hour' - enter.at));
begin
    if full_from is not null then
        raise exception '%', ref.said(ref.message('refused.entered_often', login, of_hour::text, ceil(wait_seconds / 60.0)::text))
            using errcode = 'configuration_limit_exceeded', detail = ref.said(ref.message('unit.seconds', wait_seconds::text));
    end if;
    insert into period.entered as e (id, at, type, data, entered_by, login)
    values (enter.id, enter.at, enter.type, enter.data, enter.entered_by, enter.login)
        on conflict on constraint entered_pkey do nothing;
    if not found then  -- the same request, at the same time
        perform period.was_entered(enter.id, enter.type, enter.data, enter.login);
        return;
    end if;
    perform ingest.write_records(
        array(select row(ingest.entered_hash(enter.id), enter.at, m.agent, m.indicator, m.period, m.rater, m.role, m.score, m.scale)::ingest.mark_row
                from jsonb_to_record(enter.data) m(agent text, indicator text, period text, rater text, role text, score double precision, scale double precision)
               where enter.type = 'mark.recorded'),
        '{}',
        array(select row(ingest.entered_hash(enter.id), enter.at, t.agent, t.period, t.metric, t.value)::ingest.target_row
                from jsonb_to_record(enter.data) t(agent text, period text, metric text, value double precision)
               where enter.type = 'target.set'));
    -- open pages show it (docs/web.md)
    perform pg_notify('merit_settled', to_char(s.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) from settle.state s;
end $$;

comment on function period.enter(uuid, timestamptz, text, jsonb, text, text) is
    'Adds an event of the source urn:meritd:web to the facts: a mark (mark.recorded) or a target (target.set), whose data docs/events.md '
    'has. The same once more changes nothing; something else with the same id is refused (22023), and '
    'more than 500 of a login within an hour (53400, whose DETAIL begins with the seconds to wait): nothing takes them away, and a close '
    'reads them all.';
