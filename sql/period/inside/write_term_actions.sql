create or replace function period.write_term_actions(of_term text, of_revision integer, at timestamptz, signed_by text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    last_action bigint := (select max(a.id) from period.action a);
    last_change bigint := (select max(c.id) from period.action_change c);
begin
    with found as materialized (
        select f.* from period.find_term_actions(of_term, of_revision, at) f
    ), added as (
        insert into period.action (term, revision, agent, action, because, due)
        select of_term, of_revision, f.agent, f.action, f.because, f.due
          from found f
        on conflict (term, agent, action) do nothing
    )
    insert into period.action_change (action, state, changed_at, changed_by, note, term, term_revision, because, due)
    select n.id, case when f.agent is null then 'waived' else 'open' end, at, signed_by, ref.message('revision.own', of_revision::text),
           of_term, of_revision, f.because, case when n.state = 'open' and f.agent is not null then n.due else f.due end
      from period.action_now n
      left join found f using (agent, action)
     where n.term = of_term
       and case when n.state = 'open' then f.because is distinct from n.because
                else n.state = 'waived' and n.by_revision and f.agent is not null end;
    perform period.record_actions(last_action, last_change);
end $$;

comment on function period.write_term_actions(text, integer, timestamptz, text) is
    'period.write_actions of a term: writes the actions of a frozen term that are not there yet; a revision waives open ones that it no longer '
    'finds, opens those again that a revision waived and it finds, and rewords those that stay open.';
