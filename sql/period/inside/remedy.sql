create or replace function period.remedy(code text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select case code
           when 'running' then 'remedy.wait'
           when 'look_ahead' then 'remedy.wait'
           when 'waiting' then 'remedy.wait'
           when 'recalculating' then 'remedy.wait'
           when 'part_open' then ref.message('remedy.close', 'meritd close')
           when 'earlier_term' then ref.message('remedy.close', 'meritd close')
           when 'part_due' then ref.message('remedy.revise', 'meritd revise')
           when 'instant' then ref.message('remedy.instant', '--now')
           when 'settled' then ref.message('remedy.run', 'meritd settle')
           when 'dirty' then ref.message('remedy.run', 'meritd settle')
           when 'unread' then ref.message('remedy.run', 'meritd ingest --until-end')
           when 'behind' then ref.message('remedy.run', 'meritd ingest --until-end')
           when 'renewal' then ref.message('remedy.migrate', 'meritd migrate')
           when 'targets_missing' then ref.message('remedy.targets', 'target.set')
           when 'marks_due' then ref.message('remedy.marks', 'mark.recorded')
           when 'unknown_agents' then ref.message('remedy.staff', 'agent.updated')
           when 'exclusion' then ref.message('remedy.exclusion', 'meritd exclude list', 'meritd include')
           when 'signatures' then ref.message('remedy.sign', 'meritd sign')
           when 'approvals' then ref.message('remedy.sign', 'meritd sign')
           when 'evidence' then ref.message('remedy.evidence', 'meritd evidence file')
           when 'holders' then 'remedy.holders'
           when 'gap' then 'remedy.gap'
           when 'nobody' then ref.message('remedy.scheme', 'meritd scheme load')
           when 'alias' then ref.message('remedy.scheme', 'meritd scheme load')
           when 'overtaken' then ref.message('remedy.revise', 'meritd revise')
           when 'unpaid' then ref.message('remedy.unpaid', 'meritd settings set month.scheme=NAME')
           when 'currency' then 'remedy.currency'
           else 'remedy.person' end
$$;

comment on function period.remedy(text) is
    'What to do about a blocker or a warning of a month, by its code, as a message of ref.say. Commands, options and types '
    'of events, the same in every language, fill its places.';
