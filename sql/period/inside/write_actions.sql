create or replace function period.write_actions(
    for_month date, for_revision integer, paying text, at timestamptz, signed_by text
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    last_action bigint := (select max(a.id) from period.action a);
    last_change bigint := (select max(c.id) from period.action_change c);
begin
    insert into period.action (month, revision, agent, action, because, due)
    select for_month, for_revision, f.agent, f.action, f.because, f.due
      from period.find_actions(for_month, for_revision, paying, at) f
    on conflict (month, agent, action) do nothing;

    -- Open ones that this revision no longer asks for are waived; those waived so before, and asked for again, reopen.
    insert into period.action_change (action, state, changed_at, changed_by, note)
    select a.id, case when a.asked then 'open' else 'waived' end, at, signed_by, format('revision %s', for_revision)
      from (select x.*, exists (select from period.find_actions(for_month, for_revision, paying, at) f
                                 where f.agent = x.agent and f.action = x.action) as asked
              from period.action_now x
             where x.month = for_month) a
     where (a.state = 'open' and not a.asked) or (a.state = 'waived' and a.by_revision and a.asked);
    perform period.record_actions(last_action, last_change);
end $$;

comment on function period.write_actions(date, integer, text, timestamptz, text) is
    'Writes the actions of a frozen month that are not there yet; a revision waives open ones it does not find.';
