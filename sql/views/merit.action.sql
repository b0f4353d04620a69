create or replace view merit.action as
select a.id, a.month, a.revision, a.agent collate "C" as agent, a.action collate "C" as action, a.because, a.due, a.state,
       a.state = 'open' and a.due < (select merit.now()) as overdue, a.changed_at, a.changed_by, a.note
  from merit.seen_actions() a;

comment on view merit.action is
    'One row per month, agent and action: why, due when, its state (open, done, waived), by whom, when, with what '
    'note. Agents see themselves, leads their teams.';
