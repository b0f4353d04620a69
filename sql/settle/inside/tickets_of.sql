-- Calculates tickets (docs/metrics.md, "Ticket"), by a walk over the events of each ticket in event order. What took how long is
-- counted at the end, for all at once: until then each duration holds its place in work.

create or replace function settle.tickets_of(tickets text[], as_of timestamptz)
returns setof settled.ticket
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    aliased  constant boolean := exists (select from ref.agent_alias);  -- nobody else's: no call for each
    one      record;
    e        fact.ticket_event;
    t        settled.ticket;
    created  fact.ticket_event;  -- the earliest created
    owner    text;
    opened   timestamptz;
    pending  timestamptz;        -- since when it pends
    paused   tstzmultirange;     -- pauses since opened, of the first with what of it lies before
    resolved boolean;
    first_at timestamptz;        -- of the first resolution
    n        integer;            -- resolutions so far
    m        integer;            -- owners so far
    found    settled.ticket[] := '{}';
    work     settle.work[] := '{}';
    ms       bigint[];
begin
    for one in
        select v.ticket, array_agg(v order by v.at, v.type, v.hash) as events
          from fact.counted_ticket_event v
         where v.ticket in (select distinct unnest(tickets_of.tickets))
         group by v.ticket
    loop
        t := null; t.ticket := one.ticket; created := null; owner := null; opened := null; pending := null;
        paused := '{}'; resolved := false; first_at := null; n := 0; m := 0; t.merged := false;
        select * into created from unnest(one.events) c where c.type = 'created'
         order by c.at, c.hash limit 1;

        foreach e in array one.events loop
            if e.type in ('created', 'assigned') and e.agent is not null then
                m := m + 1;
                t.owners[m] := e.agent;
                t.owned_at[m] := e.at;
                owner := e.agent;
            end if;
            if pending is not null and e.type in ('resumed', 'resolved', 'closed') then
                paused := paused + tstzmultirange(tstzrange(pending, e.at));
                pending := null;
            end if;
            case
            when e.type = 'created' then
                opened := coalesce(opened, e.at);
            when e.type = 'replied' then
                if t.reply_agent is null then
                    t.reply_agent := case when aliased then ref.agent_on(e.agent, e.day) else e.agent end;
                    t.reply_day := e.day;
                    if e.at >= created.at then
                        work := work || row(t.reply_agent, e.day, tstzmultirange(tstzrange(created.at, e.at)))::settle.work;
                        t.reply_ms := cardinality(work);
                    end if;
                end if;
            when e.type = 'pended' and not resolved then
                pending := coalesce(pending, e.at);
            when e.type in ('resolved', 'closed') and not resolved then
                n := n + 1;
                t.resolution_agents[n] := coalesce(e.agent, owner, '(unassigned)');
                if aliased then
                    t.resolution_agents[n] := ref.agent_on(t.resolution_agents[n], e.day);
                end if;
                t.resolution_days[n] := e.day;
                t.resolution_at[n] := e.at;
                t.resolution_ms[n] := null;
                if e.at >= created.at then
                    work := work || row(t.resolution_agents[n], e.day, tstzmultirange(tstzrange(opened, e.at)) - paused)::settle.work;
                    t.resolution_ms[n] := cardinality(work);
                end if;
                t.resolution_sla_met[n] := e.sla_met;
                t.resolution_reopened[n] := false;
                first_at := coalesce(first_at, e.at);
                resolved := true;
            when e.type in ('resolved', 'closed') then
                t.resolution_sla_met[n] := coalesce(t.resolution_sla_met[n], e.sla_met);
            when e.type = 'reopened' and resolved then
                t.resolution_reopened[n] := e.at <= t.resolution_at[n] + make_interval(
                    hours => 24 * (ref.rules_on(t.resolution_days[n])).ticket_reopen_days);
                resolved := false;
                opened := e.at;
                paused := '{}';
            when e.type = 'merged' then
                t.merged := true;
            else
                null;  -- pended while resolved or reopened while open means nothing
            end case;
        end loop;

        t.created_day := created.day;
        t.category := created.category;
        t.due := coalesce(created.due,
                          case when created.category = 'complaint' then created.at + make_interval(
                              hours => 24 * (ref.rules_on(created.day)).ticket_complaint_days) end);
        t.due_day := case when t.due is not null then ref.day_of(t.due) end;
        t.agent := case when n > 0 then t.resolution_agents[n]
                        when aliased then coalesce(ref.agent_on(owner, t.created_day), '(unassigned)')
                        else coalesce(owner, '(unassigned)') end;
        t.due_agent := case when n > 0 or not aliased then t.agent else coalesce(ref.agent_on(owner, t.due_day), '(unassigned)') end;
        t.due_open := case when first_at is null then t.due end;
        t.overdue := coalesce(t.due < coalesce(first_at, as_of), false);
        found := found || t;
    end loop;

    ms := settle.worked_ms(work);
    foreach t in array found loop
        t.reply_ms := ms[t.reply_ms];
        for n in 1 .. coalesce(cardinality(t.resolution_ms), 0) loop
            t.resolution_ms[n] := ms[t.resolution_ms[n]];
        end loop;
        return next t;
    end loop;
end $$;

comment on function settle.tickets_of(text[], timestamptz) is
    'The settled rows of tickets, fresh from their events as of an instant.';
