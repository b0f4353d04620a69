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
    with found as materialized (
        select f.* from period.find_actions(for_month, for_revision, paying, at) f
    ), added as (
        insert into period.action (month, revision, agent, action, because, due)
        select for_month, for_revision, f.agent, f.action, f.because, f.due
          from found f
        on conflict (month, agent, action) do nothing
    )
    insert into period.action_change (action, state, changed_at, changed_by, note, month, revision, because, due)
    select n.id, case when f.agent is null then 'waived' else 'open' end, at, signed_by,
           ref.message('revision.own', for_revision::text), for_month, for_revision, f.because, case when n.state = 'open' and f.agent is not null then n.due else f.due end
      from period.action_now n
      left join found f using (agent, action)
     where n.month = for_month
       and case when n.state = 'open' then f.because is distinct from n.because
                else n.state = 'waived' and n.by_revision and f.agent is not null end;
    perform period.record_actions(last_action, last_change);
end $$;

comment on function period.write_actions(date, integer, text, timestamptz, text) is
    'Writes the actions of a frozen month that are not there yet. A revision waives open actions that it no longer finds. '
    'It opens actions again that a revision waived and it finds, with a new due instant, and rewords those that stay '
    'open.';
