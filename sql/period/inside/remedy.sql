create or replace function period.remedy(code text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select case code
           when 'running' then 'wait'
           when 'look_ahead' then 'wait'
           when 'waiting' then 'wait'
           when 'instant' then 'leave out --now'
           when 'settled' then 'run the daemon, or meritd settle'
           when 'dirty' then 'run the daemon, or meritd settle'
           when 'unread' then 'run the daemon, or meritd ingest --until-end'
           when 'behind' then 'run the daemon, or meritd ingest --until-end'
           when 'targets_missing' then 'set the targets (events target.set)'
           when 'marks_due' then 'give the marks (events mark.recorded)'
           when 'unknown_agents' then 'send their staff records (events agent.updated)'
           when 'exclusion' then 'look at it (meritd exclude list); accept it, or end it (meritd include)'
           when 'gap' then 'replay them from a copy, and accept the warning'
           when 'currency' then 'load a scheme in the shop''s currency'
           else 'only a person can decide' end
$$;

comment on function period.remedy(text) is 'What to do about a blocker or a warning of a month, by its code.';
