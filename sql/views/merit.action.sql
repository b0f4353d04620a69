create or replace view merit.action with (security_invoker = true) as
select a.id, a.month, a.revision, a.agent, a.action, a.because, a.due, coalesce(c.state, 'open') as state,
       coalesce(c.state, 'open') = 'open' and a.due < merit.now() as overdue, c.changed_at, c.changed_by, c.note
  from period.action a
  left join lateral (select x.* from period.action_change x where x.action = a.id order by x.id desc limit 1) c
         on true;

comment on view merit.action is
    'One row per month, agent and action: why, due when, its state (open, done, waived), by whom, when, with what '
    'note. Agents see themselves, leads their teams.';
