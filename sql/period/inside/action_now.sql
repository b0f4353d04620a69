create or replace view period.action_now as
select a.*, coalesce(c.state, 'open') as state, c.changed_at, c.changed_by, c.note,
       coalesce(c.note ~ '^revision \d+( of \d{4}-\d{2})?$', false) as by_revision
  from period.action a
  left join lateral (select x.* from period.action_change x where x.action = a.id order by x.id desc limit 1) c on true;

comment on view period.action_now is
    'One row per action: its state, by whom, when, with what note; by_revision: a revision set it.';
