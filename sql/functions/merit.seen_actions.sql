create or replace function merit.seen_actions()
returns table (id bigint, month date, revision integer, agent text, action text, because text, due timestamptz, state text,
               changed_at timestamptz, changed_by text, note text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select a.id, a.month, a.revision, a.agent, a.action, a.because, a.due, coalesce(c.state, 'open'), c.changed_at,
           c.changed_by, c.note
      from period.action a
      left join lateral (select x.* from period.action_change x where x.action = a.id order by x.id desc limit 1) c
             on true
     where (select merit.sees_all()) or a.agent = any ((select merit.visible_agents())::text[])
$$;

comment on function merit.seen_actions is
    'What merit.action shows to the caller.';
