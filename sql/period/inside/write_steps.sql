create or replace function period.write_steps(for_action bigint, at timestamptz) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    done        constant period.action := (select a from period.action a where a.id = for_action);
    last_action constant bigint := (select max(a.id) from period.action a);
begin
    insert into period.action (month, revision, agent, action, because, due)
    select c.month, c.revision, g.agent, g.action, g.because, at + make_interval(hours => 24 * s.action_days)
      from period.closing c
      join period.closing_scheme f on (f.month, f.revision, f.scheme) = (c.month, c.revision, c.scheme)
     cross join period.setting s
     cross join lateral period.gap_actions(c.month, f.scheme, f.version) g
     where c.month = done.month and c.revision = period.latest(done.month) and g.agent = done.agent and g.after = done.action
        on conflict (month, agent, action) do nothing;
    perform period.record_actions(last_action, (select max(c.id) from period.action_change c));
end $$;

comment on function period.write_steps(bigint, timestamptz) is
    'After an action was done: writes the step that follows it if the agent''s self mark still is too far from another''s '
    '(period.gap_actions), due month.action_days later, unless it was asked for already.';
