create or replace function period.revise_term_now(of_term text, reason text, at timestamptz, signed_by text, schemes_in_force boolean)
returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    span    constant record := period.term_span(of_term);
    was     constant period.term_closing := (
        select c from period.term_closing c where c.term = of_term order by c.revision desc limit 1);
    next    constant integer := was.revision + 1;
    moved   constant text[] := period.term_due(of_term);
    leader  constant text := period.next_leader(of_term, was.scheme, schemes_in_force);
    actions constant bigint := (select count(*) from period.action) + (select count(*) from period.action_change);
    closing period.term_closing;
    plan    jsonb;
    missing text[];
begin
    perform period.refuse_recalculating((span.until - interval '1 month')::date);
    insert into period.term_scheme (term, revision, scheme, version, checksum)
    select of_term, next, n.scheme, n.version, n.checksum from period.next_term_schemes(of_term, schemes_in_force) n;
    closing := period.freeze_term(of_term, next, leader, at);
    closing.overridden := jsonb_path_query_array(closing.overridden, '$[*] ? (@.code != "signatures" && @.code != "approvals")');
    missing := period.unsigned(of_term, schemes_in_force, period.frozen_content(of_term, next, closing.input_hash, leader),
                               period.frozen_amounts(of_term, next, leader));
    plan := (select coalesce(jsonb_agg(jsonb_build_object(
                        'agent', c.agent, 'item', c.item, 'name', c.name, 'frozen', c.frozen, 'drifted', c.today, 'revised', c.today,
                        'drift', c.difference, 'appeal', 0, 'by', 'drift') order by c.agent collate "C", c.item, c.name), '[]')
               from period.changed_items(array(select v from period.term_values(of_term, was.revision) v),
                                         array(select v from period.term_values(of_term, next) v)) c);
    perform period.shut_term(closing, signed_by, reason);
    perform pay.append(array(select e from period.reversal_entries(of_term, next) e)
                       || array(select e from period.reward_entries(of_term, next, leader) e), signed_by);
    perform period.write_term_actions(of_term, next, at, signed_by);
    perform post.write_term(of_term, next, at);
    return period.term_report(of_term, next) || jsonb_build_object(
        'changed', moved <> '{}' or plan <> '[]' or period.money_differs(of_term, next) or actions <> (select count(*) from period.action) + (select count(*) from period.action_change), 'plan', plan, 'later_streaks', '[]'::jsonb, 'later_actions', '[]'::jsonb,
        'unsigned', to_jsonb(missing), 'to_sign', period.approvals_said(of_term, schemes_in_force, missing, period.frozen_amounts(of_term, next, leader)));
end $$;

comment on function period.revise_term_now(text, text, timestamptz, text, boolean) is 'The part of period.carry_out that revises a term.';
