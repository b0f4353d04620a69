create or replace function period.record_actions(last_action bigint, last_change bigint) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    select pay.record_all(array(select a from period.action a where a.id > coalesce(last_action, 0) order by a.id));
    select pay.record_all(array(select c from period.action_change c where c.id > coalesce(last_change, 0) order by c.id));
$$;

comment on function period.record_actions(bigint, bigint) is
    'Writes the journal entries of actions, and changes of actions, that are newer than the given ids (the last ones '
    'before).';
