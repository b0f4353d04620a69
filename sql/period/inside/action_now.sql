create or replace view period.action_now as
select a.id, a.month, a.revision, a.agent, a.action, coalesce(f.because, a.because) as because, coalesce(f.due, a.due) as due,
       coalesce(c.state, 'open') as state, c.changed_at, c.changed_by, c.note, num_nonnulls(c.revision, c.term_revision) > 0 as by_revision,
       a.term
  from period.action a
  left join lateral (select x.* from period.action_change x where x.action = a.id order by x.id desc limit 1) c on true
  left join lateral (select x.because, x.due from period.action_change x
                      where x.action = a.id and x.due is not null order by x.id desc limit 1) f on true;

comment on view period.action_now is
    'One row per action: why and until when, by the revision that found it last; its state, who set it, when, and with '
    'what note. by_revision: a revision set the state. Of a month or of a term, the other is NULL.';
