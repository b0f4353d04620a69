create or replace function period.write_later_actions(
    for_month date, for_revision integer, at timestamptz, signed_by text
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    moved       jsonb;
    last_action bigint := (select max(a.id) from period.action a);
    last_change bigint := (select max(c.id) from period.action_change c);
begin
    with later as materialized (
        select l.* from period.later_actions(for_month) l
    ), added as (
        insert into period.action (month, revision, agent, action, because, due)
        select l.month, period.latest(l.month), l.agent, l.action, l.because, at + make_interval(hours => 24 * c.action_days)
          from later l
         cross join period.setting c
         where l.id is null
        returning id, month, agent, action
    ), changed as (
        insert into period.action_change (action, state, changed_at, changed_by, note, month, revision, because, due)
        select coalesce(l.id, a.id), l.becomes, at, signed_by,
               ref.message('revision.other', for_revision::text, period.month_name(for_month)), for_month, for_revision,
               case when l.becomes = 'open' then l.because end,
               case when l.becomes = 'open' then coalesce(n.due, at + make_interval(hours => 24 * c.action_days)) end
          from later l
         cross join period.setting c
          left join added a using (month, agent, action)
          left join period.action_now n on n.id = l.id and n.state = 'open'
         where l.becomes = 'open' or l.becomes is distinct from l.was
    )
    select coalesce(jsonb_agg(to_jsonb(l) || jsonb_build_object('because', ref.said(l.because))
                              order by l.month, l.agent collate "C", l.action), '[]')
      into moved
      from later l
     where l.becomes <> 'open' or l.was is distinct from 'open';
    perform period.record_actions(last_action, last_change);
    return moved;
end $$;

comment on function period.write_later_actions(date, integer, timestamptz, text) is
    'After a revision: waives and opens the actions of later months whose streaks the revision ended or made; an action '
    'that opens gets a new due instant. Rewords those that stay open. Returns what period.later_actions listed before, '
    'without the reworded ones.';
