create or replace function web.month_end(month date default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop      constant ref.shop := web.enter();
    for_month constant date := web.month(month, coalesce((select min(m) from period.months() m where period.latest(m) is null
                                                             and not exists (select from period.skipped s where s.month = m)),
                                                         date_trunc('month', ref.day_of(merit.now()))::date));
    people    constant boolean := merit.sees_all() or merit.has_role('merit_lead') or merit.has_role('merit_agent');
    seen      constant text[] := web.seen();
begin
    return web.state(for_month) || case when merit.closes() then web.signatures(period.month_name(for_month)) else '{"signatures": [], "content": null}' end || jsonb_build_object(
        'plan', case when people then web.plan(for_month, seen) else '[]' end,
        'ledger', case when people or merit.has_role('merit_payroll') then web.ledger(for_month, null) else '[]' end,
        'pay', case when people or merit.has_role('merit_payroll') then web.pay(for_month, null) else '[]' end,
        'evidence', case when people then web.grade_evidence(period.month_name(for_month)) else '[]' end,
        'terms', web.term_ends(for_month, people),
        'open_terms', web.open_terms(ref.day_of(merit.now())),
        'acknowledgements', case when people or merit.has_role('merit_payroll') then web.acknowledgements(for_month) else '[]' end,
        'actions', case when people then web.actions(for_month, null) else '[]' end,
        'appeals', case when people then web.appeals(for_month, null) else '[]' end,
        'exclusions', case when people or merit.has_role('merit_operator') then (
            select coalesce(jsonb_agg(jsonb_build_object(
                       'id', e.id, 'kind', e.kind, 'kind_label', ref.said(ref.term('exclusion', e.kind)), 'reference', e.reference, 'credit_to', case when seen is null or e.credit_to = any (seen) then e.credit_to end,
                       'reason', e.reason, 'evidence', e.evidence, 'appeal', e.appeal, 'excluded_at', e.excluded_at, 'excluded_by', e.excluded_by,
                       'ended_at', e.ended_at, 'ended_by', e.ended_by, 'ended_reason', e.ended_reason, 'agent', e.agent, 'changed', e.changed)
                       order by e.id, e.agent collate "C"), '[]')
              from merit.exclusions(period.month_name(for_month) || web.ended_terms(for_month)) e) else '[]' end);
end $$;

comment on function web.month_end(date) is
    'What stands between a month (NULL: the first that is neither closed nor skipped) and its end, and what it came to: state, blockers, '
    'warnings, what a revision would change, ledger, pay, evidence of grades, acknowledgements, what a signature would sign (content), the longer periods that end with it (terms), those that are over and open, whichever month is asked for (open_terms), actions, appeals and exclusions, of each what the caller may see. 22023: no such '
    'month. docs/doors.md has the shape.';
