create or replace function merit.seen_actions()
returns table (id bigint, month date, revision integer, agent text, action text, because text, due timestamptz, state text,
               changed_at timestamptz, changed_by text, note text, term text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select a.id, a.month, a.revision, a.agent, a.action, ref.said(a.because), a.due, a.state, a.changed_at, a.changed_by,
           case when a.by_revision then ref.said(a.note) else a.note end,  -- a person's words are nobody's key
           a.term
      from period.action_now a
     where (select merit.sees_all()) or a.agent = any ((select merit.visible_agents())::text[])
$$;

comment on function merit.seen_actions() is 'What merit.action shows the caller.';
